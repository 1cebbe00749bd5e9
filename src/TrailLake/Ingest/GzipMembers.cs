using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace TrailLake.Ingest;

/// <summary>
/// Walks the members of a gzip file one by one (RFC 1952) to tell a file of several members from a truncated one and from one with other
/// bytes at its end. Needed because GZipStream takes a truncated file for a whole one and passes over what follows the last member
/// (seen with .NET 10). Slower than GZipStream; used only where the file's end does not fit.
/// </summary>
static class GzipMembers
{
    const int Feed = 512;
    const int TrailerLength = 8;

    /// <summary>Judges a file; null when it consists of whole members.</summary>
    public static InvalidDataException? Judge(Stream stored)
    {
        using var input = new ReplayStream(stored);
        long content = 0;
        for (int member = 0; ; member++)
        {
            long start = input.Position;
            if (!input.HasMore())
            {
                return member > 0 ? null : new InvalidDataException("the gzip file is empty");
            }

            if (!SkipHeader(input))
            {
                return new InvalidDataException(member == 0
                    ? "the gzip header is broken"
                    : $"after {start:N0} bytes the gzip data ends, but other bytes follow");
            }

            if (!SkipMember(input, ref content))
            {
                return new InvalidDataException($"the gzip data breaks off after {content:N0} bytes of content");
            }
        }
    }

    static bool SkipMember(ReplayStream input, ref long content)
    {
        uint crc = 0;
        uint length = 0;
        var buffer = new byte[64 << 10];
        using (var inflater = new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true))
        {
            int read;
            while ((read = inflater.Read(buffer, 0, buffer.Length)) > 0)
            {
                crc = Crc32.Append(crc, buffer.AsSpan(0, read));
                length += (uint)read;
                content += read;
            }
        }

        // The inflater does not say how much of its last feed it has used; the trailer, 64 bits that only this member can have, does.
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        return input.RewindBehind(trailer);
    }

    static bool SkipHeader(ReplayStream input)
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

    /// <summary>Hands out small feeds, and remembers them until the member's trailer was found.</summary>
    sealed class ReplayStream(Stream stored) : Stream
    {
        readonly byte[] _window = new byte[256 << 10];
        int _start;
        int _next;
        int _end;

        public override long Position { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public bool HasMore() => _next < _end || Fill();

        public override int Read(Span<byte> buffer)
        {
            if (_next == _end && !Fill())
            {
                return 0;
            }

            int count = Math.Min(Math.Min(buffer.Length, Feed), _end - _next);
            _window.AsSpan(_next, count).CopyTo(buffer);
            _next += count;
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        /// <summary>Goes behind a trailer that stands in the last two feeds or right behind them; false when it does not.</summary>
        public bool RewindBehind(ReadOnlySpan<byte> trailer)
        {
            while (_end - _next < TrailerLength && Fill())
            {
            }

            // Reads after the member's end are one feed at most; a feed before it may hold the trailer's begin.
            int from = Math.Max(_start, _next - (2 * Feed));
            int to = Math.Min(_end, _next + TrailerLength);
            int found = _window.AsSpan(from, to - from).IndexOf(trailer);
            if (found < 0)
            {
                return false;
            }

            int behind = from + found + trailer.Length;
            Position += behind - _next;
            _next = behind;
            return true;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        bool Fill()
        {
            // Two feeds before the next byte are kept for looking back.
            int keep = Math.Max(_start, _next - (2 * Feed));
            _window.AsSpan(keep, _end - keep).CopyTo(_window);
            _next -= keep;
            _end -= keep;
            _start = 0;
            int read = stored.Read(_window, _end, _window.Length - _end);
            _end += read;
            return read > 0;
        }
    }
}
