using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>What the writer and the reader of a section share; its form stands at <see cref="NeedleSectionEncoder"/>.</summary>
static class NeedleSection
{
    /// <summary>Buckets of a group.</summary>
    public const int GroupBuckets = 256;

    /// <summary>Bytes before a group's unary part: checksum and number of terms.</summary>
    public const int GroupHeader = 8;

    /// <summary>A group longer than this is damaged, or made by hand: the number of terms would be thousands of times the expected one.</summary>
    public const int MostGroupBytes = 1 << 20;

    public static int Groups(int buckets) => (buckets + GroupBuckets - 1) / GroupBuckets;

    /// <summary>The bucket of a term; terms in order have buckets in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Bucket(ulong term, int buckets) => (int)Math.BigMul(term, (ulong)(uint)buckets, out ulong _);

    public static uint Checksum(ReadOnlySpan<byte> group, ulong salt, int number)
    {
        ulong hash = ByteHash.Compute(group) ^ ((salt + (uint)number) * 0x9E3779B97F4A7C15);
        return (uint)(hash ^ (hash >> 32));
    }

    public static ushort LittleEndian(ushort value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    /// <summary>True when every group of a section is as it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> section, int buckets, ulong salt)
    {
        int groups = Groups(buckets);
        if (section.Length < (groups + 1L) * sizeof(uint))
        {
            return false;
        }

        for (int group = 0; group < groups; group++)
        {
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(section[(group * sizeof(uint))..]);
            uint end = BinaryPrimitives.ReadUInt32LittleEndian(section[((group + 1) * sizeof(uint))..]);
            if (start > end || end > section.Length || end - start < GroupHeader
                || Checksum(section[(int)(start + sizeof(uint))..(int)end], salt, group) != BinaryPrimitives.ReadUInt32LittleEndian(section[(int)start..]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>In which of some places a group holds a term; null when the group is damaged.</summary>
    /// <param name="hash">The term's hash, whatever the place.</param>
    public static NeedlePlaces? Find(ReadOnlySpan<byte> group, ulong hash, NeedlePlaces asked, int buckets, ulong salt)
    {
        int bucket = Bucket(hash, buckets);
        int number = bucket / GroupBuckets;
        int own = Math.Min(GroupBuckets, buckets - (number * GroupBuckets));
        if (group.Length < GroupHeader
            || BinaryPrimitives.ReadUInt32LittleEndian(group) != Checksum(group[sizeof(uint)..], salt, number))
        {
            return null;
        }

        uint terms = BinaryPrimitives.ReadUInt32LittleEndian(group[sizeof(uint)..]);
        long unaryBytes = (terms + own + 7L) / 8;
        if (group.Length != GroupHeader + unaryBytes + (terms * (long)sizeof(ushort)))
        {
            return null;
        }

        var unary = group.Slice(GroupHeader, (int)unaryBytes);
        var rests = MemoryMarshal.Cast<byte, ushort>(group[(GroupHeader + (int)unaryBytes)..]);
        int bit = BucketStart(unary, bucket - (number * GroupBuckets));
        var found = NeedlePlaces.None;
        for (int place = bit - (bucket - (number * GroupBuckets)); place < rests.Length && (unary[bit >> 3] & (1 << (bit & 7))) != 0; place++, bit++)
        {
            ushort rest = LittleEndian(rests[place]);
            foreach (var wanted in NeedleHash.Places)
            {
                if ((asked & wanted) != 0 && rest == (ushort)NeedleHash.In(hash, NeedleHash.Salt(wanted)))
                {
                    found |= wanted;
                }
            }
        }

        return found;
    }

    // The bit behind so many zeros.
    static int BucketStart(ReadOnlySpan<byte> unary, int zeros)
    {
        int bit = 0;
        foreach (byte bits in unary)
        {
            int inByte = 8 - BitOperations.PopCount(bits);
            if (inByte >= zeros)
            {
                break;
            }

            zeros -= inByte;
            bit += 8;
        }

        for (; zeros > 0; bit++)
        {
            zeros -= (unary[bit >> 3] & (1 << (bit & 7))) == 0 ? 1 : 0;
        }

        return bit;
    }
}
