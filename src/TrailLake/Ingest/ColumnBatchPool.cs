using System.Collections.Generic;
using System.Threading;
using TrailLake.Columns;

namespace TrailLake.Ingest;

/// <summary>Keeps a few batches for reuse: their buffers have grown to what a batch needs.</summary>
/// <param name="mostBytes">Bytes that the buffers of the kept ones hold together; what is above goes to the collector.</param>
sealed class ColumnBatchPool(int most, long mostBytes)
{
    readonly Lock _lock = new();
    readonly Stack<ColumnBatch> _free = new();
    long _held;

    public ColumnBatch Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out var batch))
            {
                _held -= batch.MemoryHeld;
                return batch;
            }
        }

        return new ColumnBatch();
    }

    public void Return(ColumnBatch batch)
    {
        batch.Reset();
        long bytes = batch.MemoryHeld;
        lock (_lock)
        {
            if (_free.Count < most && _held + bytes <= mostBytes)
            {
                _held += bytes;
                _free.Push(batch);
            }
        }
    }
}
