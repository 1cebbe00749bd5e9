using System.Buffers;

namespace TrailLake.S3;

/// <summary>A whole object in memory.</summary>
sealed class PooledMemoryStream : MemoryStream
{
    // Owned; back to the pool once, when the stream is disposed.
    byte[]? _buffer;

    public PooledMemoryStream(byte[] buffer, int length)
        : base(buffer, 0, length, writable: false)
    {
        _buffer = buffer;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
