using System.Buffers;

namespace TrailLake.S3;

/// <summary>A whole object in memory.</summary>
sealed class PooledMemoryStream(byte[] buffer, int length) : MemoryStream(buffer, 0, length, writable: false)
{
    // Owned; back to the pool once, when the stream is disposed.
    byte[]? _buffer = buffer;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
