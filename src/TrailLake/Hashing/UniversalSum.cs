using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace TrailLake.Hashing;

/// <summary>
/// A universal hash of a short message in 128 bits: NH (Black, Halevi, Krawczyk, Krovetz, Rogaway: UMAC, 1999) over words of 64 bits. Each pair
/// of words is added to a pair of the key, the two are multiplied, and the products are added up modulo 2¹²⁸. Two messages that differ agree
/// for at most one in 2⁶⁴ keys. A message says in its second pair how long its parts are, so that none is the beginning of another.
/// </summary>
readonly struct UniversalSum
{
    /// <summary>Longest text of a key in one message, in bytes.</summary>
    public const int MostKeyBytes = 256;

    /// <summary>Longest text of a value in one message, in bytes.</summary>
    public const int MostValueBytes = 512;

    /// <summary>Words before the key's text: the path, and what kind of message it is.</summary>
    public const int HeadWords = 4;

    /// <summary>Words of the key: as many as the longest message has.</summary>
    public const int KeyWords = HeadWords + (MostKeyBytes / 8) + (MostValueBytes / 8);

    /// <summary>Low half of the sum.</summary>
    public ulong Low { get; init; }

    /// <summary>High half of the sum.</summary>
    public ulong High { get; init; }

    /// <summary>Words that a text takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WordsOf(int length) => (length + 15) >> 4 << 1;

    /// <summary>Adds a pair of words; <paramref name="key"/> is the first of its two words of the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UniversalSum WithPair(ulong a, ulong b, ref readonly ulong key)
    {
        ulong high = Math.BigMul(a + key, b + Unsafe.Add(ref Unsafe.AsRef(in key), 1), out ulong low);
        low += Low;
        return new UniversalSum { Low = low, High = High + high + (low < Low ? 1UL : 0UL) };
    }

    /// <summary>
    /// Adds a text in pairs of words; <paramref name="key"/> is the first word of the key that they meet. The last pair overlaps the one before it
    /// rather than being padded: since the length is in the message, texts and pairs correspond one to one.
    /// </summary>
    // Sums are passed by value: one whose address is taken would go through memory with each addition.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UniversalSum WithText(ref readonly byte text, int length, ref readonly ulong key)
    {
        if (length > 16)
        {
            return length <= 32
                ? WithPair(Read64(in text, 0), Read64(in text, 8), in key)
                    .WithPair(Read64(in text, length - 16), Read64(in text, length - 8), ref Unsafe.Add(ref Unsafe.AsRef(in key), 2))
                : AddLong(this, in text, length, in key);
        }

        return length >= 8 ? WithPair(Read64(in text, 0), Read64(in text, length - 8), in key)
            : length >= 4 ? WithPair(Read32(in text, 0) | (Read32(in text, length - 4) << 32), 0, in key)
            : length > 0 ? WithPair(ReadFew(in text, length), 0, in key)
            : this;
    }

    static UniversalSum AddLong(UniversalSum sum, ref readonly byte text, int length, ref readonly ulong key)
    {
        ref ulong words = ref Unsafe.AsRef(in key);
        int i = 0;
        for (; i + 16 <= length; i += 16)
        {
            sum = sum.WithPair(Read64(in text, i), Read64(in text, i + 8), ref Unsafe.Add(ref words, i >> 3));
        }

        return i < length ? sum.WithPair(Read64(in text, length - 16), Read64(in text, length - 8), ref Unsafe.Add(ref words, i >> 3)) : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong ReadFew(ref readonly byte text, int length)
    {
        ref byte p = ref Unsafe.AsRef(in text);
        return ((ulong)p << 16) | ((ulong)Unsafe.Add(ref p, length >> 1) << 8) | Unsafe.Add(ref p, length - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Read64(ref readonly byte text, int offset)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref Unsafe.AsRef(in text), offset));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Read32(ref readonly byte text, int offset)
    {
        uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref Unsafe.AsRef(in text), offset));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }
}
