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
/// The lake's files as Parquet. TrailLake's own encoder writes all of them; Parquet.Net reads back what is read whole. One instance serves
/// all threads and keeps their encoders' buffers.
/// </summary>
sealed class ParquetLakeFormat : ILakeFormat
{
    readonly EncoderPool _pool = new();

    public IRowSource Rows { get; } = new ParquetRowSource();

    public ISegmentWriter CreateSegment(IPendingFile file, string? hashKey = null) => new ParquetSegmentWriter(file, _pool, hashKey);

    public ISegmentReader OpenSegment(StoredFile file) => new ParquetSegmentReader(file);

    public string? ReadHashKey(StoredFile file) => EventIdReader.ReadHashKey(file);

    public bool ReadEventIds(StoredFile file, string? hashKey, EventIdVisitor visit) => EventIdReader.Read(file, hashKey, visit);

    public FileInspection InspectEvents(StoredFile file, CancellationToken cancellation = default) =>
        new EventFileInspector(file, cancellation).Inspect();

    public void ReadTexts(StoredFile file, IReadOnlyList<FieldId> columns, TextVisitor visit) =>
        TextColumnReader.Read(file, columns, visit);

    public long WriteObjects(IPendingFile file, IReadOnlyList<ObjectRow> rows) => ObjectTableFile.Write(file, rows, _pool);

    public IEnumerable<ObjectRow> ReadObjects(StoredFile file) => ObjectTableFile.Read(file);

    public void ReadObjectKeys(StoredFile file, ObjectKeyVisitor visit) => ObjectTableFile.ReadKeys(file, visit);

    public long WriteRejects(IPendingFile file, IReadOnlyList<RejectRow> rows) => RejectTableFile.Write(file, rows, _pool);

    public IEnumerable<RejectRow> ReadRejects(StoredFile file) => RejectTableFile.Read(file);

    public long WriteCopies(IPendingFile file, IReadOnlyList<CopyRow> rows) => CopyTableFile.Write(file, rows, _pool);

    public IEnumerable<CopyRow> ReadCopies(StoredFile file) => CopyTableFile.Read(file);

    public void WriteCheckpoint(IPendingFile file, IReadOnlyList<DeltaAction> actions) =>
        CheckpointFile.Write(file, actions, _pool);

    public IReadOnlyList<DeltaAction> ReadCheckpoint(StoredFile file) => CheckpointFile.Read(file);
}
