using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Columns;
using TrailLake.Lake;

namespace TrailLake.Ingest.Repair;

/// <summary>Second reading: writes the chosen records of all objects, a file for each partition.</summary>
sealed class RowRestorer(
    SourceLocator sources, IReadOnlyDictionary<PartitionKey, EventIdSet> sound, LakeReplacement replacement, ILakeFormat format, IngestOptions options)
    : RepairSink(sources, ""), IDisposable
{
    const int RowsPerCheck = 256;

    readonly Dictionary<PartitionKey, RestoredPartition> _partitions = [];
    RestoredPartition _last = null!;
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

    protected override PlacedRecord Place(long index, PartitionKey partition, in EventIdentity identity)
    {
        if (!sound.TryGetValue(partition, out var present) || !Source.Chosen.Contains(index))
        {
            return PlacedRecord.PassedOver;
        }

        var verdict = present.Add(identity, default, out _);
        if (verdict == EventIdVerdict.Copy)
        {
            return PlacedRecord.PassedOver;
        }

        if (!_partitions.TryGetValue(partition, out var open))
        {
            _partitions.Add(partition, open = new RestoredPartition(partition, replacement, format));
        }

        _last = open;
        return new PlacedRecord(verdict, open.Batch);
    }

    protected override void Placed(ColumnBatch rows, int bytes)
    {
        _last.Rows++;
        _unchecked += bytes;
        if (rows.RowCount % RowsPerCheck != 0 && _unchecked < options.Memory / 128)
        {
            return;
        }

        _unchecked = 0;

        long held = _partitions.Values.Sum(partition => partition.Batch.MemoryUsed);
        if (rows.RowCount >= options.RowGroupRows || held > options.Memory / 2)
        {
            (rows.RowCount >= options.RowGroupRows ? _last : _partitions.Values.MaxBy(partition => partition.Batch.MemoryUsed)!).WriteOut();
        }
    }
}
