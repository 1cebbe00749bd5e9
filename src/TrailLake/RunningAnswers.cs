using TrailLake.Errors;

namespace TrailLake;

/// <summary>The answers that other threads are working on: a session waits for them before it gives back what they read from.</summary>
sealed class RunningAnswers
{
    readonly object _lock = new();
    int _running;
    bool _isEnded;

    /// <summary>Works on an answer.</summary>
    /// <exception cref="ObjectDisposedException">The session has ended, before or meanwhile.</exception>
    public T Run<T>(Func<T> answer)
    {
        lock (_lock)
        {
            ThrowIfEnded();
            _running++;
        }

        try
        {
            return answer();
        }
        catch (Exception e) when (e is TrailLakeException or OperationCanceledException && _isEnded)
        {
            // The end stopped its statement.
            throw new ObjectDisposedException("the session has ended before the answer was found", e);
        }
        finally
        {
            lock (_lock)
            {
                _running--;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Lets no more begin.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isEnded = true;
        }
    }

    /// <summary>Waits for those that run.</summary>
    public void Wait()
    {
        lock (_lock)
        {
            while (_running > 0)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public void ThrowIfEnded() => ObjectDisposedException.ThrowIf(_isEnded, typeof(LakeSession));
}
