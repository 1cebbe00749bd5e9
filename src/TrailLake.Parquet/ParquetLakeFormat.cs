using TrailLake.DeltaLog;
using TrailLake.Parquet.Reading;
using TrailLake.Parquet.Segments;
using TrailLake.Parquet.Tables;
using TrailLake.Parquet.Writing;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;
using TrailLake.Tables.Rows;

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
    public void ReadTexts(StoredFile file, IReadOnlyList<FieldId> columns, TextVisitor visit) =>
        TextColumnReader.Read(file, columns, visit);

    /// <inheritdoc/>
    public long WriteObjects(IPendingFile file, IReadOnlyList<ObjectRow> rows) => ObjectTableFile.Write(file, rows);

    /// <inheritdoc/>
    public IEnumerable<ObjectRow> ReadObjects(StoredFile file) => ObjectTableFile.Read(file);

    /// <inheritdoc/>
    public void ReadObjectKeys(StoredFile file, ObjectKeyVisitor visit) => ObjectTableFile.ReadKeys(file, visit);

    /// <inheritdoc/>
    public long WriteRejects(IPendingFile file, IReadOnlyList<RejectRow> rows) => RejectTableFile.Write(file, rows);

    /// <inheritdoc/>
    public IEnumerable<RejectRow> ReadRejects(StoredFile file) => RejectTableFile.Read(file);

    /// <inheritdoc/>
    public long WriteCopies(IPendingFile file, IReadOnlyList<CopyRow> rows) => CopyTableFile.Write(file, rows);

    /// <inheritdoc/>
    public IEnumerable<CopyRow> ReadCopies(StoredFile file) => CopyTableFile.Read(file);

    /// <inheritdoc/>
    public void WriteCheckpoint(IPendingFile file, IReadOnlyList<DeltaAction> actions) => CheckpointFile.Write(file, actions);

    /// <inheritdoc/>
    public IReadOnlyList<DeltaAction> ReadCheckpoint(StoredFile file) => CheckpointFile.Read(file);
}
