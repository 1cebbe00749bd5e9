using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Lake;

namespace TrailLake.Ingest;

/// <summary>What becomes one commit: its queue of objects, its partitions, its batch.</summary>
sealed class IngestRound : IDisposable
{
    // Every queued object belongs to the commit that is being made: more of them would make commits larger than asked for.
    const int MostQueued = 512;

    readonly IngestRun _run;
    readonly CancellationTokenSource _cancellation;

    public IngestRound(IngestRun run, LakeBatch batch, EventIdCache eventIds, CancellationToken cancellation)
    {
        _run = run;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Batch = batch;
        EventIds = eventIds;
        Partitions = new PartitionTable(eventIds, run.Options.Jobs);
        Queue = new BlockingCollection<WorkItem>(run.Source.FetchAhead > 0 ? run.Source.FetchAhead : MostQueued);
    }

    public LakeBatch Batch { get; }

    public EventIdCache EventIds { get; }

    public PartitionTable Partitions { get; }

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
        var rest = Partitions.All.Where(partition => !partition.IsFinished).OrderBy(partition => partition.Key.Day);
        await FirstErrorAsync(Parallel.ForEachAsync(
            rest,
            new ParallelOptions { MaxDegreeOfParallelism = _run.Options.Jobs },
            (partition, _) =>
            {
                Guard(() => Finish(partition));
                return ValueTask.CompletedTask;
            })).ConfigureAwait(false);
    }

    /// <summary>Completes a partition's file.</summary>
    public void Finish(Partition partition)
    {
        string? file = partition.Finish(Batch, _run.Format, _run.Options.RowGroupRows, _run.Pool);
        EventIds.Release(partition.Key, file);
        _run.Pacer.Pace();
    }

    public void Dispose()
    {
        // After an error or an interruption: streams that were opened ahead, files that were begun.
        while (Queue.TryTake(out var item))
        {
            _ = item.Opened?.ContinueWith(
                static opened =>
                {
                    if (opened.IsCompletedSuccessfully)
                    {
                        opened.Result.Dispose();
                    }
                    else
                    {
                        _ = opened.Exception;
                    }
                },
                TaskScheduler.Default);
        }

        foreach (var partition in Partitions.All)
        {
            partition.Abandon(Batch);
        }

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
