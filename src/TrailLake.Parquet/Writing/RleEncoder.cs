using System;
using System.Numerics;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// Parquet's hybrid of run-length encoding and bit packing.
/// See https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE.
/// </summary>
static class RleEncoder
{
    /// <summary>Encodes values of <paramref name="width"/> bits (at least 1).</summary>
    public static void Encode<T>(ReadOnlySpan<T> values, int width, ByteBuffer output)
        where T : unmanaged, IBinaryInteger<T>
    {
        // A run costs its header and value and ends the packed values before it, whose next part costs a header again: about four bytes,
        // which are worth at least eight values, more when they are narrow.
        int worthwhile = Math.Max(8, 32 / width);
        int packed = 0;
        int i = 0;
        while (i < values.Length)
        {
            int run = Run(values[i..]);

            // Packed values come in groups of eight: the run gives what the last group lacks.
            int fill = -(i - packed) & 7;
            if (run - fill >= worthwhile)
            {
                EncodePacked(values[packed..(i + fill)], width, output);
                EncodeRun(values[i], run - fill, width, output);
                packed = i + run;
            }

            i += run;
        }

        EncodePacked(values[packed..], width, output);
    }

    /// <summary>Encodes one value that repeats.</summary>
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

    static int Run<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var first = values[0];

        // Most runs are short or very long: look at two values before the vectorised search is set up.
        if (values.Length == 1 || values[1] != first)
        {
            return 1;
        }

        int end = values.IndexOfAnyExcept(first);
        return end < 0 ? values.Length : end;
    }
}
