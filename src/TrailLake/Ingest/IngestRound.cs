using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Deferral;
using TrailLake.Lake;

namespace TrailLake.Ingest;

/// <summary>What becomes one commit: its queue of objects, its partitions, its batch.</summary>
sealed class IngestRound : IDisposable
{
    // Enough that no worker waits for the listing.
    const int MostQueued = 512;

    readonly IngestRun _run;
    readonly CancellationTokenSource _cancellation;

    public IngestRound(IngestRun run, LakeBatch batch, EventIdCache eventIds, CancellationToken cancellation)
    {
        _run = run;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Batch = batch;
        EventIds = eventIds;
        Partitions = new PartitionTable(eventIds, run.Options.Jobs, run.Options.SmallFileRows);
        Deferred = new DeferredRecords(batch.SpillFolder, batch.Id);
        Pending = new PendingObjects(run.Format, batch.SpillFolder, batch.Id);
        Queue = new BlockingCollection<WorkItem>(run.Source.FetchAhead > 0 ? run.Source.FetchAhead : MostQueued);
    }

    public LakeBatch Batch { get; }

    public EventIdCache EventIds { get; }

    public PartitionTable Partitions { get; }

    /// <summary>Records that are written when all objects of the round have been read.</summary>
    public DeferredRecords Deferred { get; }

    /// <summary>Ledger rows that wait for <see cref="Deferred"/>.</summary>
    public PendingObjects Pending { get; }

    public EpochTracker Epochs { get; } = new();

    public IngestCounters Counters { get; } = new();

    public BlockingCollection<WorkItem> Queue { get; }

    /// <summary>Partitions that all workers have handed over and that nobody has written yet.</summary>
    public ConcurrentQueue<Partition> Retired { get; } = new();

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Starts the workers; the task ends when the queue was completed and all rows are in files.</summary>
    public async Task RunWorkersAsync()
    {
        var threads = _run.Workers.Select(worker => Task.Factory.StartNew(
            () => Guard(() => worker.Work(this)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await FirstErrorAsync(Task.WhenAll(threads)).ConfigureAwait(false);
        if (!Deferred.IsEmpty)
        {
            await WriteDeferredAsync().ConfigureAwait(false);
        }

        await InParallelAsync(Partitions.Unfinished.OrderBy(partition => partition.Key.Day), Finish).ConfigureAwait(false);
    }

    async Task WriteDeferredAsync()
    {
        // What workers have handed over is most of the memory that there is; the deferred rows need it.
        await InParallelAsync(
            Partitions.Unfinished, partition => partition.WriteLarge(_run.MostBatchBytes / 32, Batch, _run.Format, _run.Pool)).ConfigureAwait(false);
        _run.Options.BuffersReturned?.Invoke();
        await InParallelAsync(
            Enumerable.Range(0, DeferredRun.Sections),
            section =>
            {
                using var partitions = new DeferredPartitions(_run, this);
                partitions.Write(section);
            }).ConfigureAwait(false);
        Pending.Resolve(Batch);
    }

    Task InParallelAsync<T>(IEnumerable<T> items, Action<T> work) => FirstErrorAsync(Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = _run.Options.Jobs },
        (item, _) =>
        {
            Guard(() => work(item));
            return ValueTask.CompletedTask;
        }));

    /// <summary>Completes a partition's file.</summary>
    public void Finish(Partition partition)
    {
        var file = partition.Finish(Batch, _run.Format, _run.Options.RowGroupRows, _run.Pool);
        EventIds.Release(partition.Key, file);
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

    /// <summary>Waits for all. What failed first has cancelled the others: it is thrown, and not their cancellation.</summary>
    static async Task FirstErrorAsync(Task all)
    {
        try
        {
            await all.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (all.Exception?.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>One worker's error stops the others and the listing.</summary>
    void Guard(Action work)
    {
        try
        {
            work();
        }
        catch
        {
            _cancellation.Cancel();
            throw;
        }
    }
}
