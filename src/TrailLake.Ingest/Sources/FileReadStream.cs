using Microsoft.Win32.SafeHandles;
using TrailLake.Storage;

namespace TrailLake.Ingest.Sources;

/// <summary>Reads a file. A FileStream would bring a strategy, a buffer and a finalizer to each of many small files.</summary>
sealed class FileReadStream(SafeFileHandle handle, string path) : ForwardStream
{
    long _position;

    public override long Length => RandomAccess.GetLength(handle);

    public override long Position => _position;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int read = RandomAccess.Read(handle, buffer, _position);
            _position += read;
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileError.Of(e, path);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }
}
