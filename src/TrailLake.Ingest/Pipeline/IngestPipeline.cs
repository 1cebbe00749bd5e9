using System.Diagnostics;
using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>
/// Turns a source into rows of a lake: list → open → inflate → scan → batch → data file → commit. Objects that the ledger knows are
/// passed over, so that a second run reads only what is new. The commit is the one atomic point: whatever stops a run, what was committed
/// stays and the next run does the rest.
/// </summary>
/// <remarks>Prepares an ingest; <see cref="RunAsync"/> does it, once.</remarks>
sealed class IngestPipeline(LakeStore store, ILogSource source, IngestOptions? options = null)
{
    // Each restart has lost a race against another writer, whose objects or events then are in the lake: it cannot go on for ever.
    const int MostRestarts = 1000;

    readonly IngestOptions _options = options ?? new IngestOptions();
    readonly Dictionary<ArchiveKind, long> _skipped = [];
    IngestReport _committed = new();
    IngestCounters _current = new();
    long _known;
    long _listed;
    long _listedBytes;
    bool _isListed;
    bool _isStopped;

    /// <summary>How far the run is; may be read from any thread.</summary>
    public IngestProgress Progress => new(
        _committed.Objects + _current.Objects,
        _committed.Events + _current.Events,
        _committed.BytesIn + _current.BytesIn,
        Volatile.Read(ref _listed),
        Volatile.Read(ref _listedBytes),
        Volatile.Read(ref _isListed));

    /// <summary>Runs the ingest.</summary>
    /// <exception cref="TrailLakeException">The source as a whole cannot be read, or the lake cannot be written.</exception>
    /// <param name="cancellation">Ends it at once; what was committed before stays.</param>
    /// <param name="stop">Ends it after the objects in hand: they are committed, and the report says that more is to be read.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IngestReport> RunAsync(CancellationToken cancellation = default, CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        var run = new IngestRun(store, source, _options);
        using var workers = new RoundWorkers(run);
        for (int restarts = 0; ; restarts++)
        {
            try
            {
                // A feed waits on its thread for room in the queue; the caller's is not kept for that.
                await Task.Run(() => RunRoundsAsync(run, workers, stop, cancellation), CancellationToken.None).ConfigureAwait(false);
                return run.Notes.AddTo(_committed) with
                {
                    KnownObjects = _known - (restarts > 0 ? _committed.Objects : 0),
                    Skipped = new Dictionary<ArchiveKind, long>(_skipped),
                    Elapsed = clock.Elapsed,
                    IsStopped = _isStopped,
                };
            }
            catch (TrailLakeException e) when (e.Kind == ErrorKind.Conflict && restarts < MostRestarts)
            {
                // Another writer has committed some of our objects. The ledger knows them now: list again and pass over them.
                workers.Forget();
            }
        }
    }

    async Task RunRoundsAsync(IngestRun run, RoundWorkers workers, CancellationToken stop, CancellationToken cancellation)
    {
        _skipped.Clear();
        _known = 0;
        _listed = 0;
        _listedBytes = 0;
        var snapshot = store.Snapshot();
        var done = snapshot.ReadObjectIndex();
        var eventIds = new EventIdCache(store.Format, store.RecordHashKey, _options.Memory / 16);
        eventIds.Begin(snapshot, keepSets: false);
        await using var feed = new ObjectFeed(run, listed => Choose(run, listed, done), stop, cancellation);
        while (feed.IsMore && !stop.IsCancellationRequested)
        {
            using var batch = store.BeginBatch(snapshot);
            using (var round = new IngestRound(run, batch, eventIds, cancellation))
            {
                _current = round.Counters;
                var working = workers.RunAsync(round);
                try
                {
                    await feed.FeedAsync(round, working).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    // A worker failed; its error comes below.
                }
                finally
                {
                    Volatile.Write(ref _isListed, feed.IsListed);
                    round.Queue.CompleteAdding();
                    await working.ConfigureAwait(false);
                }
            }

            var commit = batch.Commit();
            _committed = _current.AddTo(_committed) with
            {
                BytesOut = _committed.BytesOut + commit.Bytes,
                Files = _committed.Files + commit.Files,
                Commits = _committed.Commits + (commit.IsEmpty ? 0 : 1),
            };
            _current = new IngestCounters();
            bool isAlone = commit.IsEmpty || commit.Version == snapshot.Version + 1;
            if (feed.IsMore)
            {
                snapshot = store.Snapshot();
                if (!isAlone)
                {
                    done = snapshot.ReadObjectIndex();
                }

                eventIds.Begin(snapshot, isAlone);
            }
        }

        _isStopped = stop.IsCancellationRequested && feed.IsMore;
    }

    /// <summary>The object of a listed item that is to be read; null for all else, which is counted.</summary>
    LogObject? Choose(IngestRun run, ListingItem listed, ObjectIndex done)
    {
        var (item, problem) = listed;
        if (problem is not null)
        {
            run.Notes.AddProblem(problem);
            return null;
        }

        if (!item!.Key.HoldsRecords)
        {
            _skipped[item.Key.Kind] = _skipped.GetValueOrDefault(item.Key.Kind) + 1;
            return null;
        }

        if (done.IsDone(item.Uri, item.ETag))
        {
            _known++;
            return null;
        }

        // Known from now on: the same object may be listed twice, when sources overlap.
        done.Add(item.Uri, item.ETag);
        Interlocked.Increment(ref _listed);
        Interlocked.Add(ref _listedBytes, Math.Max(0, item.Size));
        return item;
    }
}
