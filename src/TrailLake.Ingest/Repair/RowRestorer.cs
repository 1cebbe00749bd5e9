using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Reading;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>Second reading: writes the chosen records of all objects, a file for each partition.</summary>
sealed class RowRestorer(
    IReadOnlyDictionary<PartitionKey, EventIdSet> sound, LakeReplacement replacement, ILakeFormat format, IngestOptions options)
    : IDisposable
{
    const int RowsPerCheck = 256;

    readonly Dictionary<PartitionKey, RestoredPartition> _partitions = [];
    long _unchecked;

    /// <summary>Rows written to a partition.</summary>
    public long Rows(PartitionKey key) => _partitions.TryGetValue(key, out var partition) ? partition.Rows : 0;

    /// <summary>Completes a partition's file and gives it to the replacement.</summary>
    /// <param name="batch">Batch of its rows; null when they are of several.</param>
    public void Complete(PartitionKey key, string? batch)
    {
        if (_partitions.Remove(key, out var partition))
        {
            partition.Complete(batch);
        }
    }

    /// <summary>Drops the files that were not completed.</summary>
    public void Dispose()
    {
        foreach (var partition in _partitions.Values)
        {
            partition.Discard();
        }
    }

    /// <summary>Takes a record of an object, and writes it if it was chosen.</summary>
    public void Take(RepairSource source, ObjectReader record)
    {
        var key = PartitionKey.Of(record.Day, record.Account);
        if (!sound.TryGetValue(key, out var present) || !source.Chosen.Contains(record.Index))
        {
            return;
        }

        var verdict = present.Add(record.Identity, default, out _);
        if (verdict == EventIdMatch.Copy)
        {
            return;
        }

        if (!_partitions.TryGetValue(key, out var partition))
        {
            _partitions.Add(key, partition = new RestoredPartition(key, replacement, format));
        }

        record.AppendTo(partition.Batch, isConflict: verdict == EventIdMatch.Conflict);
        partition.Rows++;
        _unchecked += record.RecordText.Length;
        if (partition.Batch.RowCount % RowsPerCheck == 0 || _unchecked >= options.Memory / 128)
        {
            _unchecked = 0;
            CheckSize(partition);
        }
    }

    void CheckSize(RestoredPartition last)
    {
        if (last.Batch.RowCount >= options.RowGroupRows)
        {
            last.WriteOut();
        }
        else if (_partitions.Values.Sum(partition => partition.Batch.MemoryUsed) > options.Memory / 2)
        {
            _partitions.Values.MaxBy(partition => partition.Batch.MemoryUsed)!.WriteOut();
        }
    }
}
