using System.Buffers.Binary;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Reading;

/// <summary>Reads DELTA_BINARY_PACKED numbers; the counterpart of <see cref="Writing.DeltaEncoder"/>.</summary>
ref struct DeltaReader
{
    readonly ReadOnlySpan<byte> _page;
    int _position;

    /// <param name="page">It has eight bytes more than are used.</param>
    public DeltaReader(ReadOnlySpan<byte> page, int position)
    {
        _page = page;
        _position = position;
    }

    /// <summary>Where the next byte stands; after <see cref="Read"/>, behind the numbers.</summary>
    public readonly int Position => _position;

    /// <summary>Reads all numbers into <paramref name="values"/>, which must have room for them; returns how many there are.</summary>
    public int Read(Span<long> values)
    {
        int blockSize = checked((int)Varint.Read(_page, ref _position));
        int miniblocks = checked((int)Varint.Read(_page, ref _position));
        int count = checked((int)Varint.Read(_page, ref _position));
        long value = Varint.ReadZigzag(_page, ref _position);
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
            long least = Varint.ReadZigzag(_page, ref _position);
            var widths = _page.Slice(_position, miniblocks);
            _position += miniblocks;
            for (int i = 0; i < miniblocks && next < count; i++)
            {
                int width = widths[i];
                if (width > 64)
                {
                    throw new InvalidDataException("differences are wider than Parquet allows.");
                }

                var packed = _page.Slice(_position, checked((size * width / 8) + PageReader.Slack));
                int take = Math.Min(size, count - next);
                for (int k = 0; k < take; k++)
                {
                    value = unchecked(value + least + (long)Unpack(packed, (long)k * width, width));
                    values[next++] = value;
                }

                _position += size * width / 8;
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
}
