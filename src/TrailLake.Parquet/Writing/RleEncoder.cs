using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>Parquet's hybrid of runs and bit packing: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE.</summary>
static class RleEncoder
{
    const int GroupSize = 8;

    /// <summary>Encodes values of <paramref name="width"/> bits (at least 1).</summary>
    public static void Encode<T>(ReadOnlySpan<T> values, int width, ByteBuffer output)
        where T : unmanaged, IBinaryInteger<T>
    {
        // Packed values come in groups of eight, so runs are looked for group by group: all but the rare long runs are told by one
        // comparison. A run costs its header and value and ends the packed values before it, whose next part costs a header again: about
        // four bytes, which are worth at least one group, more when the values are narrow.
        int worthwhile = Math.Max(1, 32 / width / GroupSize);
        int packed = 0;
        int i = 0;
        while (i + GroupSize <= values.Length)
        {
            if (!IsUniform(values.Slice(i, GroupSize)))
            {
                i += GroupSize;
                continue;
            }

            int end = RunEnd(values, i);
            if (end - i >= worthwhile * GroupSize)
            {
                EncodePacked(values[packed..i], width, output);
                EncodeRun(values[i], end - i, width, output);
                packed = end;
            }

            i = end;
        }

        EncodePacked(values[packed..], width, output);
    }

    /// <summary>Encodes indexes into a dictionary as a data page holds them: their width, then the values.</summary>
    public static void EncodeIndexes(ReadOnlySpan<int> indexes, int entries, ByteBuffer output)
    {
        int width = Math.Max(1, BitPacker.Width((ulong)(entries - 1)));
        output.WriteByte((byte)width);
        Encode(indexes, width, output);
    }

    public static void EncodeRun<T>(T value, int count, int width, ByteBuffer output)
        where T : unmanaged, IBinaryInteger<T>
    {
        output.WriteVarint((ulong)count << 1);
        ulong rest = ulong.CreateTruncating(value);
        for (int bits = 0; bits < width; bits += 8)
        {
            output.WriteByte((byte)rest);
            rest >>= 8;
        }
    }

    static void EncodePacked<T>(ReadOnlySpan<T> values, int width, ByteBuffer output)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (values.Length > 0)
        {
            output.WriteVarint(((ulong)(values.Length + 7) / 8 << 1) | 1);
            BitPacker.Pack(values, width, output);
        }
    }

    static bool IsUniform<T>(ReadOnlySpan<T> group)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (Unsafe.SizeOf<T>() == 1)
        {
            ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(group)));
            return BitOperations.RotateLeft(eight, 8) == eight;
        }

        return group[0] == group[1] && !group[2..].ContainsAnyExcept(group[0]);
    }

    // Where the run that begins at i ends: at a whole number of groups, or with the last value.
    static int RunEnd<T>(ReadOnlySpan<T> values, int i)
        where T : unmanaged, IBinaryInteger<T>
    {
        int length = values[i..].IndexOfAnyExcept(values[i]);
        return length < 0 ? values.Length : i + (length / GroupSize * GroupSize);
    }
}
