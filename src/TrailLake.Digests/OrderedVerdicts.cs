namespace TrailLake.Digests;

/// <summary>Verdicts in the order in which they were asked for, while a bounded number of digests has its log files checked.</summary>
sealed class OrderedVerdicts(Action<DigestVerdict> take, int most) : IAsyncDisposable
{
    readonly Queue<(DigestVerdict Verdict, Task<IReadOnlyList<DigestVerdict>>? Logs)> _queue = [];

    /// <summary>Adds a verdict and those that follow it; waits for older ones when too many are under way.</summary>
    public async Task AddAsync(DigestVerdict verdict, Task<IReadOnlyList<DigestVerdict>>? logs)
    {
        _queue.Enqueue((verdict, logs));
        while (_queue.Count > most)
        {
            await TakeOneAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for all.</summary>
    public async Task CompleteAsync()
    {
        while (_queue.Count > 0)
        {
            await TakeOneAsync().ConfigureAwait(false);
        }
    }

    /// <summary>After an error, waits until nothing is under way any more that uses the source.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, logs) in _queue)
        {
            if (logs is not null)
            {
                await Task.WhenAny(logs).ConfigureAwait(false);
                _ = logs.Exception;
            }
        }

        _queue.Clear();
    }

    async Task TakeOneAsync()
    {
        var (verdict, logs) = _queue.Dequeue();
        take(verdict);
        foreach (var log in logs is null ? [] : await logs.ConfigureAwait(false))
        {
            take(log);
        }
    }
}
