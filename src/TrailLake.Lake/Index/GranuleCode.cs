using System.Numerics;
using TrailLake.Tables.Rows;

namespace TrailLake.Index;

/// <summary>
/// A set of granules as a byte, and what stands behind the bytes of the block's other postings. Three of four terms and more stand in one
/// granule. Of sets of few granules the number is stored that a set has among those of its size: the sum of g₁ over 1, g₂ over 2, … for the
/// granules g in order (the combinatorial number system), its upper part in the code itself.
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

    const int All = RowGranules.Count;
    const int MostListed = 10;

    // C(g, n) at g * (MostListed + 1) + n.
    static readonly ulong[] s_choose = BinomialCoefficients();

    // By size of the set its first code, the last one the bitmap's; by code the size of its sets, zero where nothing follows.
    static readonly (byte[] First, byte[] Sizes) s_codes = Codes();

    /// <summary>Bytes that follow for a code.</summary>
    public static int Tail(byte code) => TailOf(s_codes.Sizes[code]);

    /// <summary>Writes a set; returns how many bytes of the tail it takes.</summary>
    public static int Write(ulong granules, out byte code, Span<byte> tail)
    {
        int size = BitOperations.PopCount(granules);
        if (size is 0 or 1 or RowGranules.Count)
        {
            // Of a term that stands nowhere nothing is known.
            code = size == 1 ? (byte)BitOperations.TrailingZeroCount(granules) : (byte)All;
            return 0;
        }

        bool isListed = size <= MostListed;
        int length = TailOf(size);
        ulong number = isListed ? Number(granules) : granules;
        for (int i = 0; i < length; i++)
        {
            tail[i] = (byte)(number >> (i * 8));
        }

        code = isListed ? (byte)(s_codes.First[size] + (int)(number >> (length * 8))) : s_codes.First[^1];
        return length;
    }

    /// <summary>Reads the set of one of a block's postings; all granules when what stands there is no code.</summary>
    /// <param name="codes">Of all the block's postings.</param>
    /// <param name="tails">Behind the codes.</param>
    /// <param name="posting">Which of them.</param>
    public static ulong Read(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> tails, int posting)
    {
        byte code = codes[posting];
        if (code < All)
        {
            return 1UL << code;
        }

        int start = 0;
        foreach (byte before in codes[..posting])
        {
            start += Tail(before);
        }

        int length = Tail(code);
        if (length == 0 || start + length > tails.Length)
        {
            return RowGranules.All;
        }

        ulong number = 0;
        for (int i = 0; i < length; i++)
        {
            number |= (ulong)tails[start + i] << (i * 8);
        }

        int size = s_codes.Sizes[code];
        return size > MostListed ? number : Set(number + ((ulong)(code - s_codes.First[size]) << (length * 8)), size);
    }

    static ulong Number(ulong granules)
    {
        ulong number = 0;
        for (int n = 1; granules != 0; n++, granules &= granules - 1)
        {
            number += Choose(BitOperations.TrailingZeroCount(granules), n);
        }

        return number;
    }

    static ulong Set(ulong number, int size)
    {
        ulong granules = 0;
        int granule = RowGranules.Count - 1;
        for (int n = size; n > 0; n--, granule--)
        {
            while (granule >= n && Choose(granule, n) > number)
            {
                granule--;
            }

            if (granule < 0)
            {
                return RowGranules.All;
            }

            number -= Math.Min(number, Choose(granule, n));
            granules |= 1UL << granule;
        }

        // What is left belongs to no set of this size.
        return number == 0 ? granules : RowGranules.All;
    }

    static int TailOf(int size) => size switch
    {
        < 2 => 0,
        2 => 1,
        3 or 4 => 2,
        5 or 6 or 7 => 3,
        <= MostListed => 4,
        _ => MostTail,
    };

    static ulong Choose(int granule, int n) => s_choose[(granule * (MostListed + 1)) + n];

    static ulong[] BinomialCoefficients()
    {
        const int Row = MostListed + 1;
        var choose = new ulong[(RowGranules.Count + 1) * Row];
        choose[0] = 1;
        for (int i = Row; i < choose.Length; i++)
        {
            choose[i] = choose[i - Row] + (i % Row == 0 ? 0 : choose[i - Row - 1]);
        }

        return choose;
    }

    static (byte[] First, byte[] Sizes) Codes()
    {
        var first = new byte[MostListed + 2];
        var sizes = new byte[256];
        int code = All + 1;
        for (int size = 2; size <= MostListed; size++)
        {
            first[size] = (byte)code;
            int count = (int)((Choose(RowGranules.Count, size) - 1) >> (TailOf(size) * 8)) + 1;
            sizes.AsSpan(code, count).Fill((byte)size);
            code += count;
        }

        first[^1] = (byte)code;
        sizes[code] = MostListed + 1;
        return (first, sizes);
    }
}
