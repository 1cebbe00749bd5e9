using TrailLake.Columns;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>A partition that is being written: its data file, and the batches that workers have handed over for it.</summary>
sealed class OpenPartition(PartitionKey key, string? keyAccount, EventIdSet eventIds)
{
    readonly Lock _lock = new();
    readonly List<ColumnBatch> _handed = [];
    StagedFile? _file;
    ISegmentWriter? _writer;
    int _handsLeft;
    long _rows;

    public PartitionKey Key { get; } = key;

    /// <summary>Account of the key of the object that opened it: records may name another than their key.</summary>
    public string? KeyAccount { get; } = keyAccount;

    /// <summary>Its event ids, until it is finished.</summary>
    public EventIdSet EventIds { get; private set; } = eventIds;

    /// <summary>Rows that were written.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>True once its file is complete.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Writes a batch and gives it back, while the partition stays open.</summary>
    public void Write(ColumnBatch rows, LakeBatch batch, ILakeFormat format, ColumnBatchPool pool)
    {
        rows.Seal();
        using (var placement = Writer(batch, format).WriteRowGroup(rows))
        {
            batch.Index(_file!, rows, placement);
        }

        Interlocked.Add(ref _rows, rows.RowCount);
        pool.Return(rows);
    }

    /// <summary>Says that so many workers must hand over what they have before the file can be completed.</summary>
    public void BeginRetiring(int workers) => _handsLeft = workers;

    /// <summary>Takes a worker's batch, or its word that it has none; true when it was the last worker.</summary>
    public bool HandOver(ColumnBatch? rows)
    {
        lock (_lock)
        {
            if (rows is not null)
            {
                Hand(rows);
            }

            return --_handsLeft == 0;
        }
    }

    /// <summary>Takes rows that <see cref="Finish"/> is to write.</summary>
    public void Hand(ColumnBatch rows)
    {
        lock (_lock)
        {
            if (rows.RowCount > 0)
            {
                _handed.Add(rows);
            }
        }
    }

    /// <summary>Writes those batches that were handed over and take so much memory; the others stay for <see cref="Finish"/>.</summary>
    public void WriteLarge(long leastBytes, LakeBatch batch, ILakeFormat format, ColumnBatchPool pool)
    {
        foreach (var rows in _handed.FindAll(rows => rows.MemoryUsed >= leastBytes))
        {
            _handed.Remove(rows);
            Write(rows, batch, format, pool);
        }
    }

    /// <summary>Writes what was handed over, small batches joined, and completes the file.</summary>
    /// <returns>The file, or null when there were no rows.</returns>
    public StoredFile? Finish(LakeBatch batch, ILakeFormat format, int rowGroupRows, ColumnBatchPool pool)
    {
        IsFinished = true;

        // The round keeps its partitions, thousands of them: what only an open one needs must not stay, nor ids past the cache's budget.
        EventIds = null!;
        _handed.Sort(static (a, b) => b.RowCount.CompareTo(a.RowCount));
        while (_handed.Count > 0)
        {
            var rows = _handed[0];
            _handed.RemoveAt(0);
            for (int i = 0; i < _handed.Count;)
            {
                if (rows.RowCount + _handed[i].RowCount > rowGroupRows)
                {
                    i++;
                    continue;
                }

                rows.AppendRows(_handed[i]);
                pool.Return(_handed[i]);
                _handed.RemoveAt(i);
            }

            Write(rows, batch, format, pool);
        }

        if (_writer is null)
        {
            return null;
        }

        using (_writer)
        {
            batch.Complete(_file!, _writer.Complete());
        }

        _writer = null;
        return _file!.Pending.Written;
    }

    /// <summary>Closes what an interrupted run left open.</summary>
    public void Abandon(LakeBatch batch)
    {
        if (!IsFinished && _writer is not null)
        {
            _writer.Dispose();
            batch.Discard(_file!);
        }
    }

    ISegmentWriter Writer(LakeBatch batch, ILakeFormat format)
    {
        lock (_lock)
        {
            if (_writer is null)
            {
                _file = batch.NewFile(Key.Date, Key.Account);
                _writer = format.CreateSegment(_file.Pending, batch.HashKeyId);
            }

            return _writer;
        }
    }
}
