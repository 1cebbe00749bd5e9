using System.Runtime.ExceptionServices;
using TrailLake.Ingest.Deferral;

namespace TrailLake.Ingest.Pipeline;

/// <summary>The workers of an ingest, which work off one round after the other.</summary>
sealed class RoundWorkers(IngestRun run) : IDisposable
{
    readonly IngestRun _run = run;
    readonly IngestWorker[] _workers = [.. Enumerable.Range(0, run.Options.Jobs).Select(_ => new IngestWorker(run))];

    /// <summary>Works off a round; the task ends when the queue was completed and all rows are in files.</summary>
    public async Task RunAsync(IngestRound round)
    {
        var threads = _workers.Select(worker => Task.Factory.StartNew(
            () => Guard(round, () => worker.Work(round)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await FirstErrorAsync(Task.WhenAll(threads.ToArray())).ConfigureAwait(false);
        if (!round.Deferred.IsEmpty)
        {
            await WriteDeferredAsync(round).ConfigureAwait(false);
        }

        var unfinished = round.Partitions.Unfinished.OrderBy(partition => partition.Key.Day);
        await InParallelAsync(round, unfinished, round.Finish).ConfigureAwait(false);
    }

    /// <summary>Drops what a failed round left.</summary>
    public void Forget() => Array.ForEach(_workers, static worker => worker.Forget());

    public void Dispose() => Array.ForEach(_workers, static worker => worker.Dispose());

    async Task WriteDeferredAsync(IngestRound round)
    {
        // What workers have handed over is most of the memory that there is; the deferred rows need it.
        await InParallelAsync(round, round.Partitions.Unfinished, round.WriteLarge).ConfigureAwait(false);
        _run.Options.BuffersReturned?.Invoke();
        await InParallelAsync(
            round,
            Enumerable.Range(0, DeferredRun.Sections),
            section =>
            {
                using var partitions = new DeferredPartitions(_run, round);
                partitions.Write(section);
            }).ConfigureAwait(false);
        round.Pending.Resolve(round.Batch);
    }

    Task InParallelAsync<T>(IngestRound round, IEnumerable<T> items, Action<T> work) => FirstErrorAsync(Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = _run.Options.Jobs },
        (item, _) =>
        {
            Guard(round, () => work(item));
            return ValueTask.CompletedTask;
        }));

    /// <summary>Waits for all. What failed first has cancelled the others: it is thrown, and not their cancellation.</summary>
    static async Task FirstErrorAsync(Task all)
    {
        try
        {
            await all.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
            when (all.Exception?.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>One worker's error stops the others and the listing.</summary>
    static void Guard(IngestRound round, Action work)
    {
        try
        {
            work();
        }
        catch
        {
            round.Cancel();
            throw;
        }
    }
}
