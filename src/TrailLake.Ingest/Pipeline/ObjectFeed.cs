using System.Diagnostics;
using TrailLake.Ingest.Sources;

namespace TrailLake.Ingest.Pipeline;

/// <summary>Hands the objects of a run to one round after the other. What no worker has begun goes to the next round.</summary>
sealed class ObjectFeed : IAsyncDisposable
{
    // How often a feed that waits looks whether a commit is due.
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    readonly IngestRun _run;
    readonly Func<ListingItem, LogObject?> _choose;
    readonly CancellationToken _stop;
    readonly CancellationToken _cancellation;
    readonly CancellationTokenSource _listingEnd;
    readonly IAsyncEnumerator<ListingItem> _listing;
    Queue<QueuedObject> _carried = [];
    Task<bool>? _next;
    bool _isListed;

    /// <summary>Begins to list the source.</summary>
    /// <param name="choose">Gives the object of a listed item that is to be read, or null.</param>
    /// <param name="stop">Ends the run after the objects in hand.</param>
    /// <param name="cancellation">Ends the run at once.</param>
    public ObjectFeed(IngestRun run, Func<ListingItem, LogObject?> choose, CancellationToken stop, CancellationToken cancellation)
    {
        _run = run;
        _choose = choose;
        _stop = stop;
        _cancellation = cancellation;
        _listingEnd = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellation);
        _listing = run.Source.ListAsync(run.Options.Filter, _listingEnd.Token).GetAsyncEnumerator(_listingEnd.Token);
    }

    /// <summary>Whether the source was listed to its end.</summary>
    public bool IsListed => Volatile.Read(ref _isListed);

    /// <summary>Whether objects are left for another round, as far as is known.</summary>
    public bool IsMore => _carried.Count > 0 || !IsListed;

    /// <summary>Feeds a round until it is to end; then nothing more can be added to its queue.</summary>
    /// <param name="workers">Ends when all of the queue was read.</param>
    public async Task FeedAsync(IngestRound round, Task workers)
    {
        var clock = Stopwatch.StartNew();
        var carried = _carried;
        _carried = [];
        try
        {
            while (await NextAsync(round, clock, carried).ConfigureAwait(false) is { } item)
            {
                if (!Add(round, clock, item with { Epoch = round.Epochs.Enter(item.Object.Key) }))
                {
                    // Behind those that the queue holds, which are older.
                    TakeBack(round);
                    _carried.Enqueue(item);
                    return;
                }
            }

            if (IsMore)
            {
                TakeBack(round);
                return;
            }

            // All is handed out. What waits in the queue may take longer than until the next commit.
            round.Queue.CompleteAdding();
            while (await Task.WhenAny(workers, Task.Delay(s_look, CancellationToken.None)).ConfigureAwait(false) != workers)
            {
                if (round.Queue.Count > 0 && IsOver(round, clock))
                {
                    TakeBack(round);
                    return;
                }
            }
        }
        finally
        {
            while (carried.TryDequeue(out var item))
            {
                _carried.Enqueue(item);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _listingEnd.CancelAsync().ConfigureAwait(false);
        if (_next is not null)
        {
            // An iterator must not be disposed while it moves.
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _listing.DisposeAsync().ConfigureAwait(false);
        _listingEnd.Dispose();
        foreach (var item in _carried)
        {
            item.Close();
        }
    }

    /// <summary>Adds an object to the queue; false when the round is to end before there is room.</summary>
    bool Add(IngestRound round, Stopwatch clock, QueuedObject item)
    {
        try
        {
            while (!round.Queue.TryAdd(item, (int)s_look.TotalMilliseconds, round.Cancellation))
            {
                if (IsOver(round, clock))
                {
                    return false;
                }
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            item.Close();
            throw;
        }
    }

    /// <summary>The next object; null when there is none, or the round is to end.</summary>
    async ValueTask<QueuedObject?> NextAsync(IngestRound round, Stopwatch clock, Queue<QueuedObject> carried)
    {
        while (!IsOver(round, clock))
        {
            if (carried.TryDequeue(out var old))
            {
                return old;
            }

            if (IsListed || !await MoveAsync(round, clock).ConfigureAwait(false))
            {
                return null;
            }

            if (_choose(_listing.Current) is { } item)
            {
                var ahead = _run.Source.FetchAhead > 0 ? _run.Source.OpenAsync(item, _cancellation).AsTask() : null;
                return new QueuedObject(item, ahead, null!);
            }
        }

        return null;
    }

    /// <summary>Goes on in the listing; false at its end, and when the round is to end before the source answers.</summary>
    async ValueTask<bool> MoveAsync(IngestRound round, Stopwatch clock)
    {
        bool isThere;
        try
        {
            var moving = _next is null ? _listing.MoveNextAsync() : new ValueTask<bool>(_next);
            if (moving.IsCompletedSuccessfully)
            {
                _next = null;
                isThere = moving.Result;
            }
            else
            {
                _next ??= moving.AsTask();
                while (await Task.WhenAny(_next, Task.Delay(s_look, round.Cancellation)).ConfigureAwait(false) != _next)
                {
                    round.Cancellation.ThrowIfCancellationRequested();
                    if (IsOver(round, clock))
                    {
                        return false;
                    }
                }

                var next = _next;
                _next = null;
                isThere = await next.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !_cancellation.IsCancellationRequested)
        {
            return false;
        }

        Volatile.Write(ref _isListed, !isThere);
        return isThere;
    }

    bool IsOver(IngestRound round, Stopwatch clock) =>
        _stop.IsCancellationRequested
        || round.Counters.Events >= _run.Options.CommitEvents
        || (clock.Elapsed >= _run.Options.CommitInterval && round.Counters.Objects > 0)
        || round.Deferred.Length >= _run.Options.MostTemporaryBytes;

    void TakeBack(IngestRound round)
    {
        round.Queue.CompleteAdding();
        while (round.Queue.TryTake(out var item))
        {
            _carried.Enqueue(item);
        }
    }
}
