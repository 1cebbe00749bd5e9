using System.Collections.Generic;
using System.Threading;
using TrailLake.Ingest;
using TrailLake.Lake;
using TrailLake.Lake.DeltaLog;
using TrailLake.Lake.Rows;
using TrailLake.Lake.Storage;
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
    public ISegmentWriter CreateSegment(IPendingFile file, string? hashKey = null) => new ParquetSegmentWriter(file, _pool, hashKey);

    /// <inheritdoc/>
    public ISegmentReader OpenSegment(StoredFile file) => new ParquetSegmentReader(file);

    /// <inheritdoc/>
    public string? ReadHashKey(StoredFile file) => EventIdReader.ReadHashKey(file);

    /// <inheritdoc/>
    public bool ReadEventIds(StoredFile file, string? hashKey, EventIdVisitor visit) => EventIdReader.Read(file, hashKey, visit);

    /// <inheritdoc/>
    public FileInspection InspectEvents(StoredFile file, CancellationToken cancellation = default) =>
        new EventFileInspector(file, cancellation).Inspect();

    /// <inheritdoc/>
    public void ReadTexts(StoredFile file, IReadOnlyList<FieldId> columns, TextVisitor visit) => TextReader.Read(file, columns, visit);

    /// <inheritdoc/>
    public long WriteObjects(IPendingFile file, IReadOnlyList<ObjectRow> rows) => ObjectFile.Write(file, rows);

    /// <inheritdoc/>
    public IEnumerable<ObjectRow> ReadObjects(StoredFile file) => ObjectFile.Read(file);

    /// <inheritdoc/>
    public void ReadObjectKeys(StoredFile file, ObjectKeyVisitor visit) => ObjectFile.ReadKeys(file, visit);

    /// <inheritdoc/>
    public long WriteRejects(IPendingFile file, IReadOnlyList<RejectRow> rows) => RejectFile.Write(file, rows);

    /// <inheritdoc/>
    public IEnumerable<RejectRow> ReadRejects(StoredFile file) => RejectFile.Read(file);

    /// <inheritdoc/>
    public long WriteCopies(IPendingFile file, IReadOnlyList<CopyRow> rows) => CopyFile.Write(file, rows);

    /// <inheritdoc/>
    public IEnumerable<CopyRow> ReadCopies(StoredFile file) => CopyFile.Read(file);

    /// <inheritdoc/>
    public void WriteCheckpoint(IPendingFile file, IReadOnlyList<DeltaAction> actions) => CheckpointFile.Write(file, actions);

    /// <inheritdoc/>
    public IReadOnlyList<DeltaAction> ReadCheckpoint(StoredFile file) => CheckpointFile.Read(file);
}
