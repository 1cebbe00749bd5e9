using System.Runtime.InteropServices;

namespace TrailLake.Generator.Text;

/// <summary>Random identifiers, written straight into a span.</summary>
static class RandomText
{
    static readonly ushort[] s_hexPairs = MakeHexPairs();

    public static ReadOnlySpan<byte> Base32 => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8;

    public static ReadOnlySpan<byte> Base64Url => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8;

    public static ReadOnlySpan<byte> LowerBase32 => "abcdefghijklmnopqrstuvwxyz234567"u8;

    /// <summary>Version-4 UUID, 36 characters.</summary>
    public static void Uuid(Span<byte> target, ref SplitMix64 random)
    {
        var high = (random.Next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
        var low = (random.Next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
        Hex(target[..8], high >> 32);
        target[8] = (byte)'-';
        Hex(target.Slice(9, 4), high >> 16);
        target[13] = (byte)'-';
        Hex(target.Slice(14, 4), high);
        target[18] = (byte)'-';
        Hex(target.Slice(19, 4), low >> 48);
        target[23] = (byte)'-';
        Hex(target.Slice(24, 12), low);
    }

    public static Guid Guid(ref SplitMix64 random)
    {
        Span<byte> text = stackalloc byte[36];
        Uuid(text, ref random);
        return System.Guid.Parse(text);
    }

    /// <summary>Lower-case hex digits of any length.</summary>
    public static void Hex(Span<byte> target, ref SplitMix64 random)
    {
        while (target.Length > 16)
        {
            Hex(target[..16], random.Next());
            target = target[16..];
        }

        Hex(target, random.Next());
    }

    /// <summary>Characters of an alphabet whose size is a power of two.</summary>
    public static void Letters(Span<byte> target, ReadOnlySpan<byte> alphabet, ref SplitMix64 random)
    {
        var mask = alphabet.Length - 1;
        ulong bits = 0;
        for (var i = 0; i < target.Length; i++)
        {
            bits = (i & 7) == 0 ? random.Next() : bits >> 8;
            target[i] = alphabet[(int)bits & mask];
        }
    }

    // The low digits of the value, the last digit last.
    static void Hex(Span<byte> target, ulong value)
    {
        var at = target.Length;
        for (; at >= 2; value >>= 8)
        {
            at -= 2;
            MemoryMarshal.Write(target[at..], in s_hexPairs[(int)(value & 0xFF)]);
        }

        if (at == 1)
        {
            target[0] = "0123456789abcdef"u8[(int)(value & 0xF)];
        }
    }

    static ushort[] MakeHexPairs()
    {
        var digits = "0123456789abcdef"u8;
        var pairs = new ushort[256];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = MemoryMarshal.Read<ushort>([digits[i >> 4], digits[i & 0xF]]);
        }

        return pairs;
    }
}
