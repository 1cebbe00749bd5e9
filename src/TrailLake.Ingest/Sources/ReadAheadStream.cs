using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using TrailLake.Storage;

namespace TrailLake.Ingest.Sources;

/// <summary>
/// A large object's bytes as stored, read ahead and hashed by a task of its own, so that network or disk and the reader's work overlap.
/// The task begins with the first read: objects that were opened ahead and wait for a worker hold no bytes.
/// </summary>
/// <param name="stored">Owned; read asynchronously, by the task alone.</param>
/// <param name="cancellation">Ends the reading ahead, and with it the reading.</param>
sealed class ReadAheadStream(Stream stored, CancellationToken cancellation) : ForwardStream
{
    /// <summary>Unread bytes at which the task waits, until half are left. With 4 MiB an ingest from S3 took as long.</summary>
    public const int PauseBytes = 1 << 20;

    /// <summary>Most bytes of one read of the task. Larger arrays would lie in the heap of large objects.</summary>
    public const int SegmentBytes = 64 << 10;

    // Neither side runs the other inline, as is the default: a reader that disposes the stream waits for the task.
    static readonly PipeOptions s_options = new(
        MemoryPool<byte>.Shared,
        pauseWriterThreshold: PauseBytes,
        resumeWriterThreshold: PauseBytes / 2,
        minimumSegmentSize: SegmentBytes,
        useSynchronizationContext: false);

    readonly Pipe _pipe = new(s_options);
    readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    Task? _filling;
    bool _isDisposed;

    // Written before the pipe is completed, read behind its last byte.
    byte[]? _sha256;
    Exception? _failure;

    /// <summary>SHA-256 of all bytes; null before the end was read.</summary>
    public byte[]? Sha256 { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        _filling ??= Task.Run(FillAsync);

        // Where nothing is there yet, this waits for the task, not for a read: once for all that comes meanwhile. A wait for a task, not an
        // event, since the thread pool then lets others run in the place of a thread of its own that is blocked.
        return Take(_pipe.Reader.TryRead(out var found) ? found : _pipe.Reader.ReadAsync().AsTask().GetAwaiter().GetResult(), buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _filling ??= Task.Run(FillAsync, CancellationToken.None);
        return Take(await _pipe.Reader.ReadAsync(cancellationToken).ConfigureAwait(false), buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    int Take(in ReadResult found, Span<byte> buffer)
    {
        int count = (int)Math.Min(found.Buffer.Length, buffer.Length);
        bool isEnd = found.IsCompleted && found.Buffer.IsEmpty;
        var bytes = found.Buffer.Slice(0, count);
        bytes.CopyTo(buffer);
        _pipe.Reader.AdvanceTo(bytes.End);
        if (isEnd)
        {
            if (_failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            Sha256 = _sha256;
        }

        return count;
    }

    /// <summary>Never fails: what goes wrong is kept for the reader, which meets it behind the bytes before it.</summary>
    async Task FillAsync()
    {
        var writer = _pipe.Writer;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            bool isWanted = true;
            while (isWanted)
            {
                // As much as the segment has left: small reads share one, so that the threshold bounds the memory too.
                var memory = writer.GetMemory();
                int read = await stored.ReadAsync(memory, _stop.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    _sha256 = hash.GetHashAndReset();
                    break;
                }

                hash.AppendData(memory.Span[..read]);
                writer.Advance(read);
                isWanted = !(await writer.FlushAsync(CancellationToken.None).ConfigureAwait(false)).IsCompleted;
            }
        }
        catch (Exception e)
        {
            // A connection that is cut off by the cancellation may say anything.
            _failure = _stop.IsCancellationRequested ? new OperationCanceledException(null, e, _stop.Token) : e;
        }

        await writer.CompleteAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _stop.Cancel();
            _pipe.Reader.Complete();

            // Nothing is left behind: neither the task nor its buffers, nor a connection that it reads from.
            _filling?.Wait();
            stored.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }
}
