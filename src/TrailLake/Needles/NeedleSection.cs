using System;
using System.Buffers.Binary;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>What the writer and the reader of a section share; its form stands at <see cref="NeedleSectionEncoder"/>.</summary>
static class NeedleSection
{
    /// <summary>Bytes before a group's unary parts: checksum and both numbers of terms.</summary>
    public const int GroupHeader = 12;

    /// <summary>A group longer than this is damaged, or made by hand: the number of terms would be thousands of times the expected one.</summary>
    public const int MostGroupBytes = 1 << 20;

    public static uint Checksum(ReadOnlySpan<byte> group, ulong salt, int number)
    {
        ulong hash = ByteHash.Compute(group) ^ ((salt + (uint)number) * 0x9E3779B97F4A7C15);
        return (uint)(hash ^ (hash >> 32));
    }

    public static ushort LittleEndian(ushort value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    /// <summary>True when every group of a section is as it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> section, int groups, ulong salt)
    {
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
}
