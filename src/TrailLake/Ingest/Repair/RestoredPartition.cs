using TrailLake.Columns;
using TrailLake.Lake;

namespace TrailLake.Ingest.Repair;

/// <summary>The file that takes the place of a partition's damaged ones, while it is written.</summary>
sealed class RestoredPartition
{
    readonly StagedFile _file;
    readonly ISegmentWriter _writer;

    public RestoredPartition(PartitionKey key, LakeReplacement replacement, ILakeFormat format)
    {
        _file = replacement.NewFile(key.Date, key.Account);
        _writer = format.CreateSegment(_file.TemporaryPath);
    }

    /// <summary>Rows that are not written yet.</summary>
    public ColumnBatch Batch { get; private set; } = new();

    /// <summary>Rows taken.</summary>
    public long Rows { get; set; }

    public void WriteOut()
    {
        Batch.Seal();
        _writer.WriteRowGroup(Batch);
        Batch = new ColumnBatch();
    }

    public void Complete(LakeReplacement replacement, string? batch)
    {
        WriteOut();
        using (_writer)
        {
            replacement.Complete(_file, _writer.Complete(), batch);
        }
    }

    public void Discard(LakeReplacement replacement)
    {
        _writer.Dispose();
        replacement.Discard(_file);
    }
}
