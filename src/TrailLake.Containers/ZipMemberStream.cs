using System.IO.Hashing;
using TrailLake.Storage;

namespace TrailLake.Containers;

/// <summary>A member of a zip archive, compared at its end with the length and checksum in the list: .NET compares neither.</summary>
sealed class ZipMemberStream(Stream content, long length, uint checksum) : ForwardStream
{
    readonly Crc32 _crc = new();
    long _position;
    bool _isChecked;

    public override long Length => length;

    public override long Position => _position;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = content.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            // .NET's own words speak of a compression method that is not supported.
            throw new InvalidDataException($"its compressed bytes are damaged behind {_position:N0} bytes of content", e);
        }

        _crc.Append(buffer[..read]);
        _position += read;
        if (read == 0 && !buffer.IsEmpty && !_isChecked)
        {
            _isChecked = true;
            if (_position != length)
            {
                throw new InvalidDataException($"its content is {_position:N0} bytes long, the list of members says {length:N0}");
            }

            if (_crc.GetCurrentHashAsUInt32() is var crc && crc != checksum)
            {
                throw new InvalidDataException($"the checksum of its content is {crc:x8}, the list of members says {checksum:x8}");
            }
        }

        return read;
    }


    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
