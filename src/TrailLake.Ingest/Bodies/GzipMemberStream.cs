using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using TrailLake.Storage;

namespace TrailLake.Ingest.Bodies;

/// <summary>
/// The content of a gzip file, member by member (RFC 1952), with an error where a member breaks off or other bytes follow: GZipStream takes
/// a truncated file for a whole one and passes over what follows the last member (seen with .NET 10). Slower than GZipStream; used where a
/// file's end does not fit, and for what can be read only once.
/// </summary>
sealed class GzipMemberStream(Stream stored) : ForwardStream
{
    readonly GzipInputStream _input = new GzipInputStream(stored);
    readonly Crc32 _crc = new();
    DeflateStream? _inflater;
    long _content;
    uint _length;

    public override long Position => _content;

    /// <summary>Whole members so far.</summary>
    public long Members { get; private set; }

    /// <summary>Judges a file; null when it consists of whole members.</summary>
    /// <param name="count">How many members it has.</param>
    public static InvalidDataException? Judge(Stream stored, out long count)
    {
        using var members = new GzipMemberStream(stored);
        count = 0;
        var buffer = new byte[64 << 10];
        try
        {
            while (members.Read(buffer) > 0)
            {
            }

            count = members.Members;
            return null;
        }
        catch (InvalidDataException e)
        {
            return e;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_inflater is null && !BeginMember())
            {
                return 0;
            }

            int read = Inflate(buffer);
            if (read > 0)
            {
                _crc.Append(buffer[..read]);
                _length += (uint)read;
                _content += read;
                return read;
            }

            EndMember();
        }

        return 0;
    }

    int Inflate(Span<byte> buffer)
    {
        try
        {
            return _inflater!.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("the gzip data cannot be inflated any further", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflater?.Dispose();
        }

        base.Dispose(disposing);
    }

    bool BeginMember()
    {
        long start = _input.Position;
        if (!_input.HasMore())
        {
            return Members > 0 ? false : throw new InvalidDataException("the gzip file is empty");
        }

        // Copies in blocks are padded with zeros: gzip(1) and Python pass over them too, to the end.
        bool isPadded = Members > 0 && _input.BeginsWithZero;
        if (isPadded && !_input.SkipZeros())
        {
            return false;
        }

        if (isPadded || !SkipHeader(_input))
        {
            throw new InvalidDataException(Members == 0
                ? "the gzip header is broken"
                : $"after {start:N0} bytes the gzip data ends, but other bytes follow");
        }

        _input.BeginMember();
        _inflater = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        _crc.Reset();
        _length = 0;
        return true;
    }

    void EndMember()
    {
        _inflater!.Dispose();
        _inflater = null;
        Members++;

        // The inflater does not say how much of its last feed it has used; the trailer, 64 bits that only this member can have, does.
        Span<byte> trailer = stackalloc byte[8];
        _crc.GetCurrentHash(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        if (!_input.RewindBehind(trailer))
        {
            // Of a wrong trailer one half is right, where only the other was changed.
            throw new InvalidDataException(_input.NumberBehind(trailer[..4]) is { } length
                ? $"the length at the end of the gzip data is {length:N0}, but its content is {_length:N0} bytes long"
                : _input.NumberBefore(trailer[4..]) is { } crc
                    ? $"the checksum at the end of the gzip data is {crc:x8}, but that of its content is {_crc.GetCurrentHashAsUInt32():x8}"
                    : "the gzip data breaks off, or checksum and length at its end are wrong");
        }
    }

    static bool SkipHeader(GzipInputStream input)
    {
        Span<byte> fixedPart = stackalloc byte[10];
        if (input.ReadAtLeast(fixedPart, fixedPart.Length, throwOnEndOfStream: false) < fixedPart.Length
            || fixedPart[0] != 0x1F || fixedPart[1] != 0x8B || fixedPart[2] != 8)
        {
            return false;
        }

        byte flags = fixedPart[3];
        if ((flags & 4) != 0)
        {
            int low = input.ReadByte();
            int high = input.ReadByte();
            for (int extra = high < 0 ? -1 : low | (high << 8); extra > 0; extra--)
            {
                input.ReadByte();
            }
        }

        // File name and comment end with a zero.
        for (int bit = 8; bit <= 16; bit <<= 1)
        {
            int read = (flags & bit) != 0 ? 1 : 0;
            while (read > 0)
            {
                read = input.ReadByte();
            }

            if (read < 0)
            {
                return false;
            }
        }

        return (flags & 2) == 0 || (input.ReadByte() >= 0 && input.ReadByte() >= 0);
    }
}
