using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using TrailLake.Ingest;
using TrailLake.Lake;
using TrailLake.Lake.DeltaLog;
using TrailLake.Lake.Verification;
using TrailLake.Schema;

namespace TrailLake.Tests.Lake;

/// <summary>JSON lines in place of Parquet: the lake's rules do not depend on the bytes of its files.</summary>
sealed class FakeFormat : ILakeFormat
{
    /// <summary>Thrown by the next checkpoint.</summary>
    public Exception? CheckpointFailure { get; set; }

    public ISegmentWriter CreateSegment(string path, string? hashKey = null) => throw new NotSupportedException();

    public ISegmentReader OpenSegment(string path) => throw new NotSupportedException();

    public void ReadTexts(string path, IReadOnlyList<FieldId> columns, TextVisitor visit) => throw new NotSupportedException();

    public string? ReadHashKey(string path) => null;

    public bool ReadEventIds(string path, string? hashKey, EventIdVisitor visit)
    {
        long row = 0;
        foreach (var line in File.ReadLines(path))
        {
            visit(Encoding.UTF8.GetBytes(line), 0, path, row++);
        }

        return true;
    }

    public FileInspection InspectEvents(string path, CancellationToken cancellation = default) => throw new NotSupportedException();

    public long WriteObjects(string path, IReadOnlyList<ObjectRow> rows) =>
        WriteLines(path, rows.Select(row => JsonSerializer.Serialize(row)));

    public IEnumerable<ObjectRow> ReadObjects(string path) =>
        File.ReadLines(path).Select(line => JsonSerializer.Deserialize<ObjectRow>(line)!);

    public void ReadObjectKeys(string path, ObjectKeyVisitor visit)
    {
        foreach (var row in ReadObjects(path))
        {
            visit(row.Uri, row.ETag, row.State, row.Batch);
        }
    }

    public long WriteRejects(string path, IReadOnlyList<RejectRow> rows) =>
        WriteLines(path, rows.Select(row => JsonSerializer.Serialize(row)));

    public IEnumerable<RejectRow> ReadRejects(string path) =>
        File.ReadLines(path).Select(line => JsonSerializer.Deserialize<RejectRow>(line)!);

    public long WriteCopies(string path, IReadOnlyList<CopyRow> rows) =>
        WriteLines(path, rows.Select(row => JsonSerializer.Serialize(row)));

    public IEnumerable<CopyRow> ReadCopies(string path) => File.ReadLines(path).Select(line => JsonSerializer.Deserialize<CopyRow>(line)!);

    public void WriteCheckpoint(string path, IReadOnlyList<DeltaAction> actions)
    {
        if (CheckpointFailure is not null)
        {
            throw CheckpointFailure;
        }

        File.WriteAllBytes(path, ActionWriter.WriteCommit(actions));
    }

    public IReadOnlyList<DeltaAction> ReadCheckpoint(string path) => ActionReader.ReadCommit(path);

    static long WriteLines(string path, IEnumerable<string> lines)
    {
        File.WriteAllLines(path, lines);
        return new FileInfo(path).Length;
    }
}
