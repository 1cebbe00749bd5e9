using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrailLake.Scanning;

/// <summary>
/// Classifies 64 bytes at once: bit i of a mask speaks of byte i. <see cref="ScalarOnly"/> (environment TRAILLAKE_FORCE_SCALAR=1)
/// forces the scalar twin, which is complete and serves as the oracle of the vector routines.
/// </summary>
readonly ref struct BlockMasks
{
    /// <summary>Length of a block in bytes.</summary>
    public const int BlockLength = 64;

    public static readonly bool ScalarOnly = Environment.GetEnvironmentVariable("TRAILLAKE_FORCE_SCALAR") == "1";

    BlockMasks(ulong quotes, ulong backslashes, ulong structural, ulong controls, ulong nonAscii)
    {
        Quotes = quotes;
        Backslashes = backslashes;
        Structural = structural;
        Controls = controls;
        NonAscii = nonAscii;
    }

    /// <summary>Every <c>"</c>, escaped ones too.</summary>
    public ulong Quotes { get; }

    /// <summary>Every <c>\</c>.</summary>
    public ulong Backslashes { get; }

    /// <summary>Every <c>{ } [ ] : ,</c>, inside strings too.</summary>
    public ulong Structural { get; }

    /// <summary>Every byte below 0x20.</summary>
    public ulong Controls { get; }

    /// <summary>Every byte above 0x7F.</summary>
    public ulong NonAscii { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockMasks Of(ref byte block)
    {
        if (Vector512.IsHardwareAccelerated && !ScalarOnly)
        {
            return Of(Vector512.LoadUnsafe(ref block));
        }

        return Vector128.IsHardwareAccelerated && !ScalarOnly
            ? OfHalves(ref block)
            : Scalar(MemoryMarshal.CreateReadOnlySpan(ref block, BlockLength));
    }

    public static BlockMasks Scalar(ReadOnlySpan<byte> block)
    {
        ulong quotes = 0;
        ulong backslashes = 0;
        ulong structural = 0;
        ulong controls = 0;
        ulong nonAscii = 0;
        for (int i = 0; i < BlockLength; i++)
        {
            ulong bit = 1UL << i;
            switch (block[i])
            {
                case (byte)'"':
                    quotes |= bit;
                    break;
                case (byte)'\\':
                    backslashes |= bit;
                    break;
                case (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)':' or (byte)',':
                    structural |= bit;
                    break;
                case < 0x20:
                    controls |= bit;
                    break;
                case > 0x7F:
                    nonAscii |= bit;
                    break;
            }
        }

        return new BlockMasks(quotes, backslashes, structural, controls, nonAscii);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static BlockMasks Of(Vector512<byte> bytes)
    {
        // '[' and '{', and ']' and '}', differ in bit 5 only.
        var folded = bytes | Vector512.Create((byte)0x20);
        var structural = Vector512.Equals(folded, Vector512.Create((byte)'{'))
            | Vector512.Equals(folded, Vector512.Create((byte)'}'))
            | Vector512.Equals(bytes, Vector512.Create((byte)':'))
            | Vector512.Equals(bytes, Vector512.Create((byte)','));
        return new BlockMasks(
            Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
            Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits(),
            structural.ExtractMostSignificantBits(),
            Vector512.LessThan(bytes, Vector512.Create((byte)0x20)).ExtractMostSignificantBits(),
            bytes.ExtractMostSignificantBits());
    }

    static BlockMasks OfHalves(ref byte block)
    {
        ulong quotes = 0;
        ulong backslashes = 0;
        ulong structural = 0;
        ulong controls = 0;
        ulong nonAscii = 0;
        for (int i = 0; i < BlockLength; i += 32)
        {
            // On machines with 128-bit vectors only, Vector256 runs as two halves.
            var bytes = Vector256.LoadUnsafe(ref block, (nuint)i);
            var folded = bytes | Vector256.Create((byte)0x20);
            var found = Vector256.Equals(folded, Vector256.Create((byte)'{'))
                | Vector256.Equals(folded, Vector256.Create((byte)'}'))
                | Vector256.Equals(bytes, Vector256.Create((byte)':'))
                | Vector256.Equals(bytes, Vector256.Create((byte)','));
            quotes |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits() << i;
            backslashes |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'\\')).ExtractMostSignificantBits() << i;
            structural |= (ulong)found.ExtractMostSignificantBits() << i;
            controls |= (ulong)Vector256.LessThan(bytes, Vector256.Create((byte)0x20)).ExtractMostSignificantBits() << i;
            nonAscii |= (ulong)bytes.ExtractMostSignificantBits() << i;
        }

        return new BlockMasks(quotes, backslashes, structural, controls, nonAscii);
    }

    /// <summary>
    /// Turns quote bits into an "inside a string" mask: bit i is the parity of the quotes at or before i.
    /// <code>
    /// bytes    { " a b " : " c "
    /// quotes   0 1 0 0 1 0 1 0 1
    /// inside   0 1 1 1 0 0 1 1 0     (opening quote inside, closing quote outside)
    /// </code>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported && !ScalarOnly)
        {
            // A carry-less product with all ones is the prefix xor.
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        bits ^= bits << 32;
        return bits;
    }
}
