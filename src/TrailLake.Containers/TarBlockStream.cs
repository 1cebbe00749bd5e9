using TrailLake.Storage;

namespace TrailLake.Containers;

/// <summary>
/// Bytes of a tar file. .NET's reader takes a header's word for the length of a name or of attributes, and asks for all of it at once:
/// nothing true is as long as what is refused here. Nor does it compare a header with its checksum, so that the last block is kept for
/// that.
/// </summary>
sealed class TarBlockStream(Stream stored) : ForwardStream
{
    const int MostBytes = 1 << 20;

    readonly byte[] _last = new byte[TarHeader.Length];
    long _position;

    public override long Position => _position;

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
}
