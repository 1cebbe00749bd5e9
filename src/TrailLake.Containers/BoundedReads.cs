using System;
using System.IO;

namespace TrailLake.Containers;

/// <summary>
/// Bytes of a tar file. .NET's reader takes a header's word for the length of a name or of attributes, and asks for all of it at once: nothing
/// true is as long as what is refused here.
/// </summary>
sealed class BoundedReads(Stream stored) : Stream
{
    const int MostBytes = 1 << 20;
    const int Block = 512;

    long _position;
    long _zeros;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the last block read was of zeros.</summary>
    public bool EndsInZeros => _zeros >= Block;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length > MostBytes)
        {
            throw new InvalidDataException($"a header says that {buffer.Length:N0} bytes of name or attributes follow");
        }

        int read = stored.Read(buffer);
        _position += read;
        int last = buffer[..read].LastIndexOfAnyExcept((byte)0);
        _zeros = last < 0 ? _zeros + read : read - 1 - last;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
