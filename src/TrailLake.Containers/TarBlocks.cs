using System;
using System.IO;

namespace TrailLake.Containers;

/// <summary>
/// Bytes of a tar file. .NET's reader takes a header's word for the length of a name or of attributes, and asks for all of it at once: nothing
/// true is as long as what is refused here. Nor does it compare a header with its checksum, so that the last block is kept for that.
/// </summary>
sealed class TarBlocks(Stream stored) : Stream
{
    const int MostBytes = 1 << 20;

    readonly byte[] _last = new byte[TarHeader.Length];
    long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>The last 512 bytes read; zeros before them while less was read.</summary>
    public ReadOnlySpan<byte> Last => _last;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length > MostBytes)
        {
            throw new InvalidDataException($"a header says that {buffer.Length:N0} bytes of name or attributes follow");
        }

        int read = stored.Read(buffer);
        _position += read;
        if (read >= _last.Length)
        {
            buffer[(read - _last.Length)..read].CopyTo(_last);
        }
        else
        {
            _last.AsSpan(read).CopyTo(_last);
            buffer[..read].CopyTo(_last.AsSpan(_last.Length - read));
        }

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
