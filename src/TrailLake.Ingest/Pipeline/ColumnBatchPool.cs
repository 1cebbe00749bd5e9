using TrailLake.Columns;

namespace TrailLake.Ingest.Pipeline;

/// <summary>Keeps a few empty batches for reuse. They hold no buffers: emptying a batch gives those to the shared pool of arrays.</summary>
sealed class ColumnBatchPool(int most)
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
            if (_free.Count < most)
            {
                _free.Push(batch);
            }
        }
    }
}
