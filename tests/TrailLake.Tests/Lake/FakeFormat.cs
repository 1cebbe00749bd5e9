using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using TrailLake.DeltaLog;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Tests.Lake;

/// <summary>JSON lines in place of Parquet: the lake's rules do not depend on the bytes of its files.</summary>
sealed class FakeFormat : ILakeFormat
{
    /// <summary>Thrown by the next checkpoint.</summary>
    public Exception? CheckpointFailure { get; set; }

    public ISegmentWriter CreateSegment(IPendingFile file, string? hashKey = null) => throw new NotSupportedException();

    public ISegmentReader OpenSegment(StoredFile file) => throw new NotSupportedException();

    public void ReadTexts(StoredFile file, IReadOnlyList<FieldId> columns, TextVisitor visit) => throw new NotSupportedException();

    public string? ReadHashKey(StoredFile file) => null;

    public bool ReadEventIds(StoredFile file, string? hashKey, EventIdVisitor visit)
    {
        long row = 0;
        foreach (var line in file.ReadLines())
        {
            visit(Encoding.UTF8.GetBytes(line), 0, file.Name, row++);
        }

        return true;
    }

    public FileInspection InspectEvents(StoredFile file, CancellationToken cancellation = default) => throw new NotSupportedException();

    public long WriteObjects(IPendingFile file, IReadOnlyList<ObjectRow> rows) =>
        WriteLines(file, rows.Select(row => JsonSerializer.Serialize(row)));

    public IEnumerable<ObjectRow> ReadObjects(StoredFile file) =>
        file.ReadLines().Select(line => JsonSerializer.Deserialize<ObjectRow>(line)!);

    public void ReadObjectKeys(StoredFile file, ObjectKeyVisitor visit)
    {
        foreach (var row in ReadObjects(file))
        {
            visit(row.Uri, row.ETag, row.State, row.Batch);
        }
    }

    public long WriteRejects(IPendingFile file, IReadOnlyList<RejectRow> rows) =>
        WriteLines(file, rows.Select(row => JsonSerializer.Serialize(row)));

    public IEnumerable<RejectRow> ReadRejects(StoredFile file) =>
        file.ReadLines().Select(line => JsonSerializer.Deserialize<RejectRow>(line)!);

    public long WriteCopies(IPendingFile file, IReadOnlyList<CopyRow> rows) =>
        WriteLines(file, rows.Select(row => JsonSerializer.Serialize(row)));

    public IEnumerable<CopyRow> ReadCopies(StoredFile file) => file.ReadLines().Select(line => JsonSerializer.Deserialize<CopyRow>(line)!);

    public void WriteCheckpoint(IPendingFile file, IReadOnlyList<DeltaAction> actions)
    {
        if (CheckpointFailure is not null)
        {
            throw CheckpointFailure;
        }

        file.Create().Write(ActionWriter.WriteCommit(actions));
        file.Complete();
    }

    public IReadOnlyList<DeltaAction> ReadCheckpoint(StoredFile file) => ActionReader.ReadCommit(file);

    static long WriteLines(IPendingFile file, IEnumerable<string> lines)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        file.Create().Write(bytes);
        file.Complete();
        return bytes.Length;
    }
}
