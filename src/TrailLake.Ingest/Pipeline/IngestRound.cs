using System.Collections.Concurrent;
using TrailLake.Columns;
using TrailLake.Ingest.Deferral;
using TrailLake.Store;

namespace TrailLake.Ingest.Pipeline;

/// <summary>The work of one commit: its queue of objects, its partitions, its batch.</summary>
sealed class IngestRound(IngestRun run, LakeBatch batch, EventIdCache eventIds, CancellationToken cancellation) : IDisposable
{
    // Enough that no worker waits for the listing.
    const int MostQueued = 512;

    readonly IngestRun _run = run;
    readonly EventIdCache _eventIds = eventIds;
    readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    public LakeBatch Batch { get; } = batch;

    public OpenPartitions Partitions { get; } = new OpenPartitions(eventIds, run.Options.Jobs, run.Options.SmallFileRows);

    /// <summary>Records that are written when all objects of the round have been read.</summary>
    public DeferredRecords Deferred { get; } = new DeferredRecords(batch.SpillFolder, batch.Id);

    /// <summary>Ledger rows that wait for <see cref="Deferred"/>.</summary>
    public PendingObjects Pending { get; } = new PendingObjects(run.Format, batch.SpillFolder, batch.Id);

    public EpochTracker Epochs { get; } = new();

    public IngestCounters Counters { get; } = new();

    public BlockingCollection<QueuedObject> Queue { get; } = new(run.Source.FetchAhead > 0 ? run.Source.FetchAhead : MostQueued);

    /// <summary>Partitions that all workers have handed over and that nobody has written yet.</summary>
    public ConcurrentQueue<OpenPartition> Retired { get; } = new();

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Stops all who work for the round.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Writes a batch of a partition that is full, and returns an empty one.</summary>
    public ColumnBatch WriteFull(OpenPartition partition, ColumnBatch rows)
    {
        partition.Write(rows, Batch, _run.Format, _run.Pool);
        _run.Options.BuffersReturned?.Invoke();
        return _run.Pool.Rent();
    }

    /// <summary>Writes what was handed over for a partition and takes much memory.</summary>
    public void WriteLarge(OpenPartition partition) => partition.WriteLarge(_run.MostBatchBytes / 32, Batch, _run.Format, _run.Pool);

    /// <summary>Completes a partition's file.</summary>
    public void Finish(OpenPartition partition)
    {
        var file = partition.Finish(Batch, _run.Format, _run.Options.RowGroupRows, _run.Pool);
        _eventIds.Release(partition.Key, file);
        Partitions.Leave(partition);
        _run.Options.BuffersReturned?.Invoke();
    }

    public void Dispose()
    {
        // After an error or an interruption: streams that were opened ahead, files that were begun.
        while (Queue.TryTake(out var item))
        {
            item.Close();
        }

        foreach (var partition in Partitions.Unfinished)
        {
            partition.Abandon(Batch);
        }

        Deferred.Dispose();
        Pending.Dispose();
        Queue.Dispose();
        _cancellation.Dispose();
    }
}
