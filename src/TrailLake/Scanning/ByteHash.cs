using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrailLake.Scanning;

/// <summary>
/// A 64-bit hash of bytes for dictionaries and for telling copies from conflicts: 16 bytes a step, each folded by a 64×64→128-bit
/// multiplication. Not cryptographic. The value is part of the lake (recordHash): it must not change.
/// </summary>
static class ByteHash
{
    const ulong K0 = 0x9E3779B97F4A7C15;
    const ulong K1 = 0xD1B54A32D192ED03;
    const ulong K2 = 0x8CB92BA72F3D8DD7;

    public static ulong Compute(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        ref byte p = ref MemoryMarshal.GetReference(bytes);
        int length = bytes.Length;
        ulong h = seed ^ K2;
        ulong a;
        ulong b;
        if (length <= 16)
        {
            if (length >= 8)
            {
                a = Unsafe.ReadUnaligned<ulong>(ref p);
                b = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, length - 8));
            }
            else if (length >= 4)
            {
                a = Unsafe.ReadUnaligned<uint>(ref p);
                b = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref p, length - 4));
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
            int i = 0;
            for (; i + 16 < length; i += 16)
            {
                h = Fold(
                    Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, i)) ^ K0 ^ h,
                    Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, i + 8)) ^ K1);
            }

            a = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, length - 16));
            b = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, length - 8));
        }

        return Fold(K1 ^ (ulong)length, Fold(a ^ K0 ^ h, b ^ K1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
