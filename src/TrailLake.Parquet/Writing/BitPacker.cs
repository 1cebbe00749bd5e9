using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>Packs numbers of a fixed width in bits, least significant bit first.</summary>
static class BitPacker
{
    /// <summary>Bits that the numbers up to <paramref name="greatest"/> need.</summary>
    public static int Width(ulong greatest) => 64 - BitOperations.LeadingZeroCount(greatest);

    /// <summary>Packs numbers of at most 32 bits; fills the last group of eight with zeros.</summary>
    public static void Pack<T>(ReadOnlySpan<T> values, int width, ByteBuffer output)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (Unsafe.SizeOf<T>() == 1 && width < 8 && Bmi2.X64.IsSupported)
        {
            PackBytes(MemoryMarshal.AsBytes(values), width, output);
            return;
        }

        int size = (values.Length + 7) / 8 * width;
        var target = output.Reserve(size + 8);
        ulong pending = 0;
        int bits = 0;
        int position = 0;
        foreach (var value in values)
        {
            pending |= ulong.CreateTruncating(value) << bits;
            bits += width;
            if (bits >= 32)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target[position..], (uint)pending);
                position += 4;
                pending >>= 32;
                bits -= 32;
            }
        }

        // At most seven values of padding are missing: less than 28 bytes, all zero but for the pending bits.
        BinaryPrimitives.WriteUInt64LittleEndian(target[position..], pending);
        if (position + 8 < size)
        {
            target[(position + 8)..size].Clear();
        }

        output.Advance(size);
    }

    /// <summary>Packs booleans (0 or 1) as PLAIN does: eight a byte, the last byte filled with zeros.</summary>
    public static void PackBits(ReadOnlySpan<byte> values, ByteBuffer output) => Pack(values, 1, output);

    // Eight values at once: each stands in a byte of its own, of which the mask takes the lowest bits.
    //   ......aa ......bb … ......hh  (pext 0x0303…03)→  hhggffee ddccbbaa
    static void PackBytes(ReadOnlySpan<byte> values, int width, ByteBuffer output)
    {
        int groups = (values.Length + 7) / 8;
        var target = output.Reserve((groups * width) + 8);
        ulong mask = 0x0101010101010101UL * ((1UL << width) - 1);
        int position = 0;
        for (; values.Length >= 8; values = values[8..])
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(values);
            BinaryPrimitives.WriteUInt64LittleEndian(target[position..], Bmi2.X64.ParallelBitExtract(eight, mask));
            position += width;
        }

        if (values.Length > 0)
        {
            Span<byte> last = stackalloc byte[8];
            last.Clear();
            values.CopyTo(last);
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(last);
            BinaryPrimitives.WriteUInt64LittleEndian(target[position..], Bmi2.X64.ParallelBitExtract(eight, mask));
        }

        output.Advance(groups * width);
    }

    /// <summary>Packs 32 numbers of up to 64 bits.</summary>
    public static void PackLong(ReadOnlySpan<ulong> values, int width, ByteBuffer output)
    {
        if (width == 0)
        {
            return;
        }

        int size = values.Length * width / 8;
        var target = output.Reserve(size + 8);
        ulong pending = 0;
        int bits = 0;
        int position = 0;
        foreach (ulong value in values)
        {
            pending |= value << bits;
            bits += width;
            if (bits >= 64)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target[position..], pending);
                position += 8;
                bits -= 64;

                // What did not fit: the upper `bits` bits of the value. A shift by 64 would be a shift by 0.
                pending = bits == 0 ? 0 : value >> (width - bits);
            }
        }

        BinaryPrimitives.WriteUInt64LittleEndian(target[position..], pending);
        output.Advance(size);
    }
}
