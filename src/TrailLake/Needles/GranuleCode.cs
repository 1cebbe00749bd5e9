using System;
using System.Numerics;

namespace TrailLake.Needles;

/// <summary>
/// A set of granules as a byte, and what stands behind the bytes of the group's other terms. Three of four terms and more stand in one granule.
/// Of sets of few granules the number is stored that a set has among those of its size: the sum of g₁ over 1, g₂ over 2, … for the granules g in
/// order (the combinatorial number system), its upper part in the code itself.
/// <code>
/// code       set                     bytes of the number that follow
/// 0…63       this granule alone
/// 64         all of them
/// 65…172     2 to 10 of them          1 of 2, 2 of 3 and 4, 3 of 5 to 7, 4 of 8 to 10
/// 173        any                     a bitmap of 8 bytes
/// </code>
/// </summary>
static class GranuleCode
{
    /// <summary>A set's bytes take no more than that, the first one not counted.</summary>
    public const int MostTail = sizeof(ulong);

    const int All = NeedleGranules.Count;
    const int MostListed = 10;

    // C(g, n) at g * (MostListed + 1) + n.
    static readonly ulong[] s_choose = Choose();
    static readonly byte[] s_firstCodes = FirstCodes();
    static readonly byte[] s_sizes = Sizes();

    /// <summary>Bytes that follow for a code.</summary>
    public static int Tail(byte code)
    {
        int size = s_sizes[code];
        return size == 0 ? 0 : size > MostListed ? MostTail : TailOf(size);
    }

    /// <summary>Writes a set; returns how many bytes of the tail it takes.</summary>
    public static int Write(ulong granules, out byte code, Span<byte> tail)
    {
        int count = BitOperations.PopCount(granules);
        if (count == 1)
        {
            code = (byte)BitOperations.TrailingZeroCount(granules);
            return 0;
        }

        if (count is 0 or NeedleGranules.Count)
        {
            // Of a term that stands nowhere nothing is known.
            code = All;
            return 0;
        }

        int first = s_firstCodes[Math.Min(count, MostListed + 1)];
        int length = count > MostListed ? MostTail : TailOf(count);
        ulong number = count > MostListed ? granules : Number(granules);
        for (int i = 0; i < length; i++)
        {
            tail[i] = (byte)(number >> (i * 8));
        }

        code = (byte)(length == MostTail ? first : first + (int)(number >> (length * 8)));
        return length;
    }

    /// <summary>Reads the set of one of a group's terms; all granules when what stands there is no code.</summary>
    /// <param name="codes">Of all the group's terms.</param>
    /// <param name="tails">Behind the codes.</param>
    /// <param name="term">Which of them.</param>
    public static ulong Read(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> tails, int term)
    {
        byte code = codes[term];
        if (code < All)
        {
            return 1UL << code;
        }

        int start = 0;
        foreach (byte before in codes[..term])
        {
            start += Tail(before);
        }

        int length = Tail(code);
        if (length == 0 || start + length > tails.Length)
        {
            return NeedleGranules.All;
        }

        ulong number = 0;
        for (int i = 0; i < length; i++)
        {
            number |= (ulong)tails[start + i] << (i * 8);
        }

        int size = s_sizes[code];
        return size > MostListed ? number : Set(number + ((ulong)(code - s_firstCodes[size]) << (length * 8)), size);
    }

    static ulong Number(ulong granules)
    {
        ulong number = 0;
        for (int n = 1; granules != 0; n++, granules &= granules - 1)
        {
            number += s_choose[(BitOperations.TrailingZeroCount(granules) * (MostListed + 1)) + n];
        }

        return number;
    }

    static ulong Set(ulong number, int size)
    {
        ulong granules = 0;
        int granule = NeedleGranules.Count - 1;
        for (int n = size; n > 0; n--, granule--)
        {
            while (granule >= n && s_choose[(granule * (MostListed + 1)) + n] > number)
            {
                granule--;
            }

            if (granule < 0)
            {
                return NeedleGranules.All;
            }

            number -= Math.Min(number, s_choose[(granule * (MostListed + 1)) + n]);
            granules |= 1UL << granule;
        }

        // What is left belongs to no set of this size.
        return number == 0 ? granules : NeedleGranules.All;
    }

    static int TailOf(int size) => size switch
    {
        2 => 1,
        3 or 4 => 2,
        5 or 6 or 7 => 3,
        _ => 4,
    };

    static ulong[] Choose()
    {
        var choose = new ulong[(NeedleGranules.Count + 1) * (MostListed + 1)];
        for (int g = 0; g <= NeedleGranules.Count; g++)
        {
            choose[g * (MostListed + 1)] = 1;
            for (int n = 1; n <= Math.Min(g, MostListed); n++)
            {
                int above = (g - 1) * (MostListed + 1);
                choose[(g * (MostListed + 1)) + n] = choose[above + n - 1] + choose[above + n];
            }
        }

        return choose;
    }

    // By size of the set; the last one is the bitmap's.
    static byte[] FirstCodes()
    {
        var first = new byte[MostListed + 2];
        int code = All + 1;
        for (int size = 2; size <= MostListed; size++)
        {
            first[size] = (byte)code;
            ulong sets = s_choose[(NeedleGranules.Count * (MostListed + 1)) + size];
            code += (int)((sets - 1) >> (TailOf(size) * 8)) + 1;
        }

        first[^1] = (byte)code;
        return first;
    }

    // By code the size of the sets that it stands for; zero where nothing follows.
    static byte[] Sizes()
    {
        var sizes = new byte[256];
        for (int size = 2; size <= MostListed; size++)
        {
            sizes.AsSpan(s_firstCodes[size]..s_firstCodes[size + 1]).Fill((byte)size);
        }

        sizes[s_firstCodes[^1]] = MostListed + 1;
        return sizes;
    }
}
