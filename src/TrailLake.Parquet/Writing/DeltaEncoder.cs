using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// DELTA_BINARY_PACKED: differences of neighbours in blocks of 128, packed by 32 with as many bits as the greatest of them needs. See
/// https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC.
/// </summary>
static class DeltaEncoder
{
    const int BlockSize = 128;
    const int MiniblockSize = 32;
    const int Miniblocks = BlockSize / MiniblockSize;

    /// <summary>Encodes the values; differences may overflow, readers add them with the same overflow.</summary>
    public static void Encode(ReadOnlySpan<long> values, ByteBuffer output)
    {
        output.WriteVarint(BlockSize);
        output.WriteVarint(Miniblocks);
        output.WriteVarint((ulong)values.Length);
        output.WriteZigzag(values.IsEmpty ? 0 : values[0]);
        Span<ulong> deltas = stackalloc ulong[BlockSize];
        for (int next = 1; next < values.Length; next += BlockSize)
        {
            int count = Math.Min(BlockSize, values.Length - next);
            long least = long.MaxValue;
            for (int i = 0; i < count; i++)
            {
                long delta = unchecked(values[next + i] - values[next + i - 1]);
                deltas[i] = (ulong)delta;
                least = Math.Min(least, delta);
            }

            for (int i = 0; i < count; i++)
            {
                deltas[i] = unchecked(deltas[i] - (ulong)least);
            }

            deltas[count..].Clear();
            EncodeBlock(deltas, least, output);
        }
    }

    static void EncodeBlock(ReadOnlySpan<ulong> deltas, long least, ByteBuffer output)
    {
        output.WriteZigzag(least);
        Span<byte> widths = stackalloc byte[Miniblocks];
        for (int m = 0; m < Miniblocks; m++)
        {
            ulong all = 0;
            foreach (ulong delta in deltas.Slice(m * MiniblockSize, MiniblockSize))
            {
                all |= delta;
            }

            widths[m] = (byte)BitPacker.Width(all);
        }

        output.Write(widths);
        for (int m = 0; m < Miniblocks; m++)
        {
            BitPacker.PackLong(deltas.Slice(m * MiniblockSize, MiniblockSize), widths[m], output);
        }
    }
}
