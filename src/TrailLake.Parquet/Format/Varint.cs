using System.Runtime.CompilerServices;

namespace TrailLake.Parquet.Format;

/// <summary>Reads numbers of seven bits a byte, least significant first; <see cref="ByteBuffer.WriteVarint"/> writes them.</summary>
static class Varint
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    /// <summary>Reads a number whose sign stands in the lowest bit.</summary>
    public static long ReadZigzag(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = Read(bytes, ref position);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
