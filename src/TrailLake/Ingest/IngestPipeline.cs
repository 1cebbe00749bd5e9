using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Lake;

namespace TrailLake.Ingest;

/// <summary>
/// Turns a source into rows of a lake: list → open → inflate → scan → batch → data file → commit. Objects that the ledger knows are passed
/// over, so that a second run reads only what is new. The commit is the one atomic point: whatever stops a run, what was committed stays and
/// the next run does the rest.
/// </summary>
public sealed class IngestPipeline
{
    // Each restart has lost a race against another writer, whose objects or events then are in the lake: it cannot go on for ever.
    const int MostRestarts = 1000;

    readonly LakeStore _store;
    readonly ILogSource _source;
    readonly IngestOptions _options;
    readonly Dictionary<ArchiveKind, long> _skipped = [];
    readonly IngestTotals _totals = new();
    IngestCounters _current = new();
    long _known;
    long _listed;
    long _listedBytes;
    bool _isListed;

    /// <summary>Prepares an ingest; <see cref="RunAsync"/> does it, once.</summary>
    public IngestPipeline(LakeStore store, ILogSource source, IngestOptions? options = null)
    {
        _store = store;
        _source = source;
        _options = options ?? new IngestOptions();
    }

    /// <summary>How far the run is; may be read from any thread.</summary>
    public IngestProgress Progress => new(
        _totals.Objects + _current.Objects,
        _totals.Events + _current.Events,
        _totals.BytesIn + _current.BytesIn,
        Volatile.Read(ref _listed),
        Volatile.Read(ref _listedBytes),
        Volatile.Read(ref _isListed));

    /// <summary>Runs the ingest.</summary>
    /// <exception cref="TrailLakeException">The source as a whole cannot be read, or the lake cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was committed before stays.</exception>
    public async Task<IngestReport> RunAsync(CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        using var run = new IngestRun(_store, _source, _options);
        for (int restarts = 0; ; restarts++)
        {
            try
            {
                await RunRoundsAsync(run, cancellation).ConfigureAwait(false);
                return _totals.ToReport(clock.Elapsed, _known - (restarts > 0 ? _totals.Objects : 0), _skipped, run);
            }
            catch (TrailLakeException e) when (e.Kind == ErrorKind.Conflict && restarts < MostRestarts)
            {
                // Another writer has committed some of our objects. The ledger knows them now: list again and pass over them.
                foreach (var worker in run.Workers)
                {
                    worker.Forget();
                }
            }
        }
    }

    async Task RunRoundsAsync(IngestRun run, CancellationToken cancellation)
    {
        _skipped.Clear();
        _known = 0;
        _listed = 0;
        _listedBytes = 0;
        var snapshot = _store.Snapshot();
        var done = snapshot.ReadObjectIndex();
        var eventIds = new EventIdCache(_store.Format, _store.RecordHashKey, _options.Memory / 16);
        eventIds.Begin(snapshot, keepSets: false);
        await using var listing = _source.ListAsync(_options.Filter, cancellation).GetAsyncEnumerator(cancellation);
        for (bool isMore = true; isMore;)
        {
            using var batch = _store.BeginBatch(snapshot);
            using (var round = new IngestRound(run, batch, eventIds, cancellation))
            {
                _current = round.Counters;
                var workers = round.RunWorkersAsync();
                try
                {
                    isMore = await FeedAsync(run, round, listing, done).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    // A worker failed; its error comes below.
                }
                finally
                {
                    round.Queue.CompleteAdding();
                    await workers.ConfigureAwait(false);
                }
            }

            var commit = batch.Commit();
            _totals.Add(_current, commit);
            _current = new IngestCounters();
            bool isAlone = commit.IsEmpty || commit.Version == snapshot.Version + 1;
            if (isMore)
            {
                snapshot = _store.Snapshot();
                if (!isAlone)
                {
                    done = snapshot.ReadObjectIndex();
                }

                eventIds.Begin(snapshot, isAlone);
            }
        }
    }

    /// <summary>Hands out objects until the listing ends or a commit is due; true when there is more.</summary>
    async Task<bool> FeedAsync(IngestRun run, IngestRound round, IAsyncEnumerator<ListingItem> listing, ObjectIndex done)
    {
        var clock = Stopwatch.StartNew();
        while (await listing.MoveNextAsync().ConfigureAwait(false))
        {
            var (item, problem) = listing.Current;
            if (problem is not null)
            {
                run.AddProblem(problem);
            }
            else if (!item!.Key.HoldsRecords)
            {
                _skipped[item.Key.Kind] = _skipped.GetValueOrDefault(item.Key.Kind) + 1;
            }
            else if (done.IsDone(item.Uri, item.ETag))
            {
                _known++;
            }
            else
            {
                // Known from now on: the same object may be listed twice, when sources overlap.
                done.Add(item.Uri, item.ETag);
                Interlocked.Increment(ref _listed);
                Interlocked.Add(ref _listedBytes, Math.Max(0, item.Size));
                var epoch = round.Epochs.Enter(item.Key);
                var opened = _source.FetchAhead > 0 ? _source.OpenAsync(item, round.Cancellation).AsTask() : null;
                round.Queue.Add(new WorkItem(item, opened, epoch), round.Cancellation);
                if (round.Counters.Events >= _options.CommitEvents || clock.Elapsed >= _options.CommitInterval
                    || round.Deferred.Length >= _options.MostTemporaryBytes)
                {
                    return true;
                }
            }
        }

        Volatile.Write(ref _isListed, true);
        return false;
    }
}
