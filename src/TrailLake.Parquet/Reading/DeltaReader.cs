using System;
using System.Buffers.Binary;
using System.IO;

namespace TrailLake.Parquet.Reading;

/// <summary>
/// Reads DELTA_BINARY_PACKED numbers; the counterpart of <see cref="Writing.DeltaEncoder"/>.
/// See https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC.
/// </summary>
ref struct DeltaReader
{
    readonly ReadOnlySpan<byte> _page;

    /// <param name="page">It has eight bytes more than are used.</param>
    public DeltaReader(ReadOnlySpan<byte> page, int position)
    {
        _page = page;
        Position = position;
    }

    /// <summary>Where the next byte stands; after <see cref="Read"/>, behind the numbers.</summary>
    public int Position { get; private set; }

    /// <summary>Reads all numbers into <paramref name="values"/>, which must have room for them; returns how many there are.</summary>
    public int Read(Span<long> values)
    {
        int blockSize = checked((int)Varint());
        int miniblocks = checked((int)Varint());
        int count = checked((int)Varint());
        long value = Zigzag();
        if (count > values.Length || miniblocks <= 0 || blockSize <= 0 || blockSize % miniblocks != 0 || blockSize / miniblocks % 32 != 0)
        {
            throw new InvalidDataException("a page of differences begins with a header that Parquet does not allow.");
        }

        int size = blockSize / miniblocks;
        if (count > 0)
        {
            values[0] = value;
        }

        for (int next = 1; next < count;)
        {
            long least = Zigzag();
            var widths = _page.Slice(Position, miniblocks);
            Position += miniblocks;
            for (int i = 0; i < miniblocks && next < count; i++)
            {
                int width = widths[i];
                if (width > 64)
                {
                    throw new InvalidDataException("differences are wider than Parquet allows.");
                }

                var packed = _page.Slice(Position, checked((size * width / 8) + PageFile.Slack));
                int take = Math.Min(size, count - next);
                for (int k = 0; k < take; k++)
                {
                    value = unchecked(value + least + (long)Unpack(packed, (long)k * width, width));
                    values[next++] = value;
                }

                Position += size * width / 8;
            }
        }

        return count;
    }

    static ulong Unpack(ReadOnlySpan<byte> packed, long bit, int width)
    {
        if (width == 0)
        {
            return 0;
        }

        int start = (int)(bit >> 3);
        int shift = (int)(bit & 7);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(packed[start..]) >> shift;

        // More than eight bytes: the rest stands in the ninth.
        if (shift + width > 64)
        {
            value |= (ulong)packed[start + 8] << (64 - shift);
        }

        return width == 64 ? value : value & ((1UL << width) - 1);
    }

    long Zigzag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = _page[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
