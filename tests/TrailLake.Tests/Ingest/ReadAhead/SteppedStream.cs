using System;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Storage;
using Xunit;

namespace TrailLake.Tests.Ingest.ReadAhead;

/// <summary>What a <c>ReadAheadStream</c> reads in its tests: it counts, and fails, waits or ends where a test wants.</summary>
/// <param name="content">Its bytes.</param>
/// <param name="piece">Most bytes of one read.</param>
sealed class SteppedStream(byte[] content, int piece = int.MaxValue) : ForwardStream
{
    readonly TaskCompletionSource _isAhead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _reading;
    long _given;
    long _asked;

    /// <summary>Thrown in place of the end.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Waits for ever in place of the end, as a connection without answer does, until it is cancelled.</summary>
    public bool Stalls { get; init; }

    /// <summary>What the wait ends with when it is cancelled; null for the usual.</summary>
    public Exception? WhenCancelled { get; init; }

    /// <summary>Bytes given at which <see cref="Ahead"/> completes.</summary>
    public long AheadAt { get; init; } = long.MaxValue;

    /// <summary>Completes when so many bytes were given, or all.</summary>
    public Task Ahead => _isAhead.Task;

    /// <summary>Says that the reader asks for so many bytes more, before each of its reads, or has got so many less.</summary>
    public void Ask(int count) => Interlocked.Add(ref _asked, count);

    /// <summary>Most bytes that were given and not taken, with what the reader asks for taken already.</summary>
    public long MostAhead { get; private set; }

    public long Given => Interlocked.Read(ref _given);

    public bool IsReading => Volatile.Read(ref _reading) > 0;

    public bool IsDisposed { get; private set; }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Assert.False(IsDisposed);
        Assert.Equal(1, Interlocked.Increment(ref _reading));
        try
        {
            int read = (int)Math.Min(Math.Min(buffer.Length, piece), content.Length - _given);
            content.AsMemory((int)_given, read).CopyTo(buffer);
            Interlocked.Add(ref _given, read);
            MostAhead = Math.Max(MostAhead, _given - Interlocked.Read(ref _asked));
            if (_given >= AheadAt || read == 0)
            {
                _isAhead.TrySetResult();
            }

            if (read == 0 && Failure is not null)
            {
                throw Failure;
            }

            if (read == 0 && Stalls)
            {
                await StallAsync(cancellationToken);
            }

            return read;
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    async Task StallAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException) when (WhenCancelled is not null)
        {
            throw WhenCancelled;
        }
    }

    protected override void Dispose(bool disposing)
    {
        Assert.False(IsReading);
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
