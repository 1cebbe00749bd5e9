using TrailLake.Columns;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>The file that takes the place of a partition's damaged ones, while it is written.</summary>
sealed class RestoredPartition
{
    readonly LakeReplacement _replacement;
    readonly StagedFile _file;
    readonly ISegmentWriter _writer;

    public RestoredPartition(PartitionKey key, LakeReplacement replacement, ILakeFormat format)
    {
        _replacement = replacement;
        _file = replacement.NewFile(key.Date, key.Account);
        _writer = format.CreateSegment(_file.Pending, replacement.HashKeyId);
    }

    /// <summary>Rows that are not written yet.</summary>
    public ColumnBatch Batch { get; private set; } = new();

    /// <summary>Rows taken.</summary>
    public long Rows { get; set; }

    public void WriteOut()
    {
        Batch.Seal();
        using var placement = _writer.WriteRowGroup(Batch);
        _replacement.Index(_file, Batch, placement);
        Batch = new ColumnBatch();
    }

    public void Complete(string? batch)
    {
        WriteOut();
        using (_writer)
        {
            _replacement.Complete(_file, _writer.Complete(), batch);
        }
    }

    public void Discard()
    {
        _writer.Dispose();
        _replacement.Discard(_file);
    }
}
