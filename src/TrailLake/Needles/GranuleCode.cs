using System;
using System.Buffers.Binary;
using System.Numerics;

namespace TrailLake.Needles;

/// <summary>
/// A set of granules as a byte, and what stands behind the bytes of the group's other terms. Four of five terms stand in one granule.
/// <code>
/// 0…63      this granule alone
/// 64        all of them
/// 66…71     2…7 of them: a byte for each follows
/// 72        a bitmap of 8 bytes follows
/// </code>
/// </summary>
static class GranuleCode
{
    const int Bitmap = All + sizeof(ulong);
    const int All = NeedleGranules.Count;

    /// <summary>A set's bytes take no more than that, the first one not counted.</summary>
    public const int MostTail = sizeof(ulong);

    /// <summary>Bytes that follow for a code.</summary>
    public static int Tail(byte code) => code > All ? code - All : 0;

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

        if (count >= sizeof(ulong))
        {
            code = Bitmap;
            BinaryPrimitives.WriteUInt64LittleEndian(tail, granules);
            return sizeof(ulong);
        }

        code = (byte)(All + count);
        for (int i = 0; i < count; i++, granules &= granules - 1)
        {
            tail[i] = (byte)BitOperations.TrailingZeroCount(granules);
        }

        return count;
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
        if (length is 0 or > MostTail || start + length > tails.Length)
        {
            return NeedleGranules.All;
        }

        var tail = tails.Slice(start, length);
        return code == Bitmap ? BinaryPrimitives.ReadUInt64LittleEndian(tail) : ReadList(tail);
    }

    static ulong ReadList(ReadOnlySpan<byte> list)
    {
        ulong granules = 0;
        foreach (byte granule in list)
        {
            if (granule >= NeedleGranules.Count)
            {
                return NeedleGranules.All;
            }

            granules |= 1UL << granule;
        }

        return granules;
    }
}
