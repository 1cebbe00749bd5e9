using System.Collections.Generic;
using System.Threading;
using TrailLake.Columns;

namespace TrailLake.Ingest;

/// <summary>Keeps a few batches for reuse: their buffers have grown to what a batch needs.</summary>
sealed class ColumnBatchPool(int most, long mostBytes)
{
    readonly Lock _lock = new();
    readonly Stack<ColumnBatch> _free = new();

    public ColumnBatch Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out var batch))
            {
                return batch;
            }
        }

        return new ColumnBatch();
    }

    public void Return(ColumnBatch batch)
    {
        batch.Reset();
        lock (_lock)
        {
            if (_free.Count < most && batch.MemoryHeld <= mostBytes)
            {
                _free.Push(batch);
            }
        }
    }
}
