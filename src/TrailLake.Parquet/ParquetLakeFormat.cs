using System.Collections.Generic;
using System.Threading;
using TrailLake.Ingest;
using TrailLake.Lake;
using TrailLake.Lake.DeltaLog;
using TrailLake.Lake.Rows;
using TrailLake.Lake.Verification;
using TrailLake.Parquet.Reading;
using TrailLake.Parquet.Rows;
using TrailLake.Parquet.Writing;
using TrailLake.Schema;

namespace TrailLake.Parquet;

/// <summary>
/// The lake's files as Parquet. Data files are written by TrailLake's own encoder, the small files around them by Parquet.Net.
/// One instance serves all threads and keeps their encoders' buffers.
/// </summary>
public sealed class ParquetLakeFormat : ILakeFormat
{
    readonly EncoderPool _pool = new();

    /// <inheritdoc/>
    public IRowSource Rows { get; } = new ParquetRowSource();

    /// <inheritdoc/>
    public ISegmentWriter CreateSegment(string path, string? hashKey = null) => new ParquetSegmentWriter(path, _pool, hashKey);

    /// <inheritdoc/>
    public ISegmentReader OpenSegment(string path) => new ParquetSegmentReader(path);

    /// <inheritdoc/>
    public string? ReadHashKey(string path) => EventIdReader.ReadHashKey(path);

    /// <inheritdoc/>
    public bool ReadEventIds(string path, string? hashKey, EventIdVisitor visit) => EventIdReader.Read(path, hashKey, visit);

    /// <inheritdoc/>
    public FileInspection InspectEvents(string path, CancellationToken cancellation = default) =>
        new EventFileInspector(path, cancellation).Inspect();

    /// <inheritdoc/>
    public void ReadTexts(string path, IReadOnlyList<FieldId> columns, TextVisitor visit) => TextReader.Read(path, columns, visit);

    /// <inheritdoc/>
    public long WriteObjects(string path, IReadOnlyList<ObjectRow> rows) => ObjectFile.Write(path, rows);

    /// <inheritdoc/>
    public IEnumerable<ObjectRow> ReadObjects(string path) => ObjectFile.Read(path);

    /// <inheritdoc/>
    public void ReadObjectKeys(string path, ObjectKeyVisitor visit) => ObjectFile.ReadKeys(path, visit);

    /// <inheritdoc/>
    public long WriteRejects(string path, IReadOnlyList<RejectRow> rows) => RejectFile.Write(path, rows);

    /// <inheritdoc/>
    public IEnumerable<RejectRow> ReadRejects(string path) => RejectFile.Read(path);

    /// <inheritdoc/>
    public long WriteCopies(string path, IReadOnlyList<CopyRow> rows) => CopyFile.Write(path, rows);

    /// <inheritdoc/>
    public IEnumerable<CopyRow> ReadCopies(string path) => CopyFile.Read(path);

    /// <inheritdoc/>
    public void WriteCheckpoint(string path, IReadOnlyList<DeltaAction> actions) => CheckpointFile.Write(path, actions);

    /// <inheritdoc/>
    public IReadOnlyList<DeltaAction> ReadCheckpoint(string path) => CheckpointFile.Read(path);
}
