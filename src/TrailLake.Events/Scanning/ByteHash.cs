using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrailLake.Scanning;

/// <summary>
/// A 64-bit hash of bytes for dictionaries and the index: each 16 bytes are folded by a 64×64→128-bit multiplication, long texts in four
/// independent lanes. Not cryptographic: nothing that must not be forged goes by it. The value stands in index files: it never changes.
/// </summary>
static class ByteHash
{
    const ulong K0 = 0x9E3779B97F4A7C15;
    const ulong K1 = 0xD1B54A32D192ED03;
    const ulong K2 = 0x8CB92BA72F3D8DD7;
    const ulong K3 = 0xAF251AF3B0F025B5;

    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        ref byte p = ref MemoryMarshal.GetReference(bytes);
        nuint length = (nuint)bytes.Length;
        ulong h = K2;
        ulong a;
        ulong b;
        if (length <= 16)
        {
            if (length >= 8)
            {
                a = Read64(ref p, 0);
                b = Read64(ref p, length - 8);
            }
            else if (length >= 4)
            {
                a = Read32(ref p, 0);
                b = Read32(ref p, length - 4);
            }
            else if (length > 0)
            {
                a = ((ulong)p << 16) | ((ulong)Unsafe.Add(ref p, length >> 1) << 8) | Unsafe.Add(ref p, length - 1);
                b = 0;
            }
            else
            {
                a = b = 0;
            }
        }
        else
        {
            nuint i = 0;
            if (length > 64)
            {
                // One chain of multiplications runs at the latency of a multiplication; four run at its throughput.
                ulong h1 = K1;
                ulong h2 = K0;
                ulong h3 = K3;
                for (; i + 64 < length; i += 64)
                {
                    h = Fold(Read64(ref p, i) ^ K0 ^ h, Read64(ref p, i + 8) ^ K1);
                    h1 = Fold(Read64(ref p, i + 16) ^ K1 ^ h1, Read64(ref p, i + 24) ^ K2);
                    h2 = Fold(Read64(ref p, i + 32) ^ K2 ^ h2, Read64(ref p, i + 40) ^ K3);
                    h3 = Fold(Read64(ref p, i + 48) ^ K3 ^ h3, Read64(ref p, i + 56) ^ K0);
                }

                h = Fold(h ^ h1, h2 ^ K3) ^ h3;
            }

            for (; i + 16 < length; i += 16)
            {
                h = Fold(Read64(ref p, i) ^ K0 ^ h, Read64(ref p, i + 8) ^ K1);
            }

            a = Read64(ref p, length - 16);
            b = Read64(ref p, length - 8);
        }

        return Fold(K1 ^ length, Fold(a ^ K0 ^ h, b ^ K1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Read64(ref byte p, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Read32(ref byte p, nuint offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref p, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
