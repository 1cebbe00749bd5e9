using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrailLake.Hashing;

/// <summary>
/// A universal hash of a short message in 128 bits: NH (Black, Halevi, Krawczyk, Krovetz, Rogaway: UMAC, 1999) over words of 32 bits, twice
/// with independent keys. Each pair of words is added to a pair of the key, the two are multiplied, and the products are added up modulo
/// 2⁶⁴. Two messages agree in one of the two sums for at most one in 2³² keys, in both for at most one in 2⁶⁴. A message is made of blocks
/// of <see cref="BlockLength"/> bytes; its first one says how long its parts are, so that none is the beginning of another.
/// </summary>
/// <param name="first">Sums under the first key, to be added up; likewise <paramref name="second"/>.</param>
readonly struct UniversalHash(Vector256<ulong> first, Vector256<ulong> second)
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockLength = 32;

    /// <summary>Longest text of a key in one message, in bytes.</summary>
    public const int MostKeyBytes = 256;

    /// <summary>Longest text of a value in one message, in bytes.</summary>
    public const int MostValueBytes = 512;

    /// <summary>Words of 64 bits of the key for a block: those of the first key, then those of the second.</summary>
    public const int WordsPerBlock = 2 * BlockLength / 8;

    /// <summary>Words of the key: as many as the longest message meets, a first block, the text of a key and that of a value.</summary>
    public const int KeyWords = (1 + (MostKeyBytes / BlockLength) + (MostValueBytes / BlockLength)) * WordsPerBlock;

    readonly Vector256<ulong> _first = first;
    readonly Vector256<ulong> _second = second;

    /// <summary>The two sums.</summary>
    public Vector128<ulong> Digest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // Lane by lane first, then across: four of each key become one of each.
            var low = Vector128.Create(_first.GetElement(0), _second.GetElement(0));
            var pairs = Avx2.IsSupported
                ? Avx2.UnpackLow(_first, _second) + Avx2.UnpackHigh(_first, _second)
                : Vector256.Create(low, Vector128.Create(_first.GetElement(2), _second.GetElement(2)))
                    + Vector256.Create(_first.GetElement(1), _second.GetElement(1), _first.GetElement(3), _second.GetElement(3));
            return pairs.GetLower() + pairs.GetUpper();
        }
    }

    /// <summary>Blocks that a text takes: one at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BlocksOf(int length) => length <= BlockLength ? 1 : (length + BlockLength - 1) / BlockLength;

    /// <summary>Adds a block; <paramref name="key"/> is the first of its words of the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UniversalHash WithBlock(Vector256<byte> block, ref readonly ulong key)
    {
        var words = block.AsUInt32();
        return new UniversalHash(
            _first + Products(words + Vector256.LoadUnsafe(in key).AsUInt32()),
            _second + Products(words + Vector256.LoadUnsafe(in key, 4).AsUInt32()));
    }

    /// <summary>
    /// Adds a text, from whose first byte a whole block can be read; <paramref name="key"/> is the first word of the key that it meets.
    /// What is shorter than a block is padded with zeros: no length needs a branch, which would often be guessed wrong. Of a longer text
    /// the last block overlaps the one before it. Since the length is in the message, texts and blocks correspond one to one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UniversalHash WithText(ref readonly byte text, int length, ref readonly ulong key) =>
        length > BlockLength ? AddLong(this, in text, length, in key) : WithShortText(in text, length, in key);

    /// <summary>Adds a text of one block at most; else as <see cref="WithText"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UniversalHash WithShortText(ref readonly byte text, int length, ref readonly ulong key) =>
        WithBlock(Vector256.LoadUnsafe(in text) & MaskOf(length), in key);

    /// <summary>Ones for the first bytes of a block, as many as are given, and zeros for the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MaskOf(int length) =>
        Vector256.GreaterThan(Vector256.Create((sbyte)length), Vector256<sbyte>.Indices).AsByte();

    static UniversalHash AddLong(UniversalHash sum, ref readonly byte text, int length, ref readonly ulong key)
    {
        ref ulong words = ref Unsafe.AsRef(in key);
        int i = 0;
        for (; i <= length - BlockLength; i += BlockLength)
        {
            sum = sum.WithBlock(Vector256.LoadUnsafe(in text, (nuint)i), ref Unsafe.Add(ref words, i / BlockLength * WordsPerBlock));
        }

        return i == length
            ? sum
            : sum.WithBlock(
                Vector256.LoadUnsafe(in text, (nuint)(length - BlockLength)), ref Unsafe.Add(ref words, i / BlockLength * WordsPerBlock));
    }

    /// <summary>The product of each pair of words, in 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<ulong> Products(Vector256<uint> words)
    {
        var odd = words.AsUInt64() >> 32;
        return Avx2.IsSupported ? Avx2.Multiply(words, odd.AsUInt32()) : (words.AsUInt64() & Vector256.Create((ulong)uint.MaxValue)) * odd;
    }
}
