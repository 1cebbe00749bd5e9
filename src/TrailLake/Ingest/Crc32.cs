using System;

namespace TrailLake.Ingest;

/// <summary>The checksum of gzip's trailers (RFC 1952, section 8), by table; for judging damaged files only.</summary>
public static class Crc32
{
    static readonly uint[] s_table = BuildTable();

    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint value = ~crc;
        foreach (byte b in bytes)
        {
            value = s_table[(byte)(value ^ b)] ^ (value >> 8);
        }

        return ~value;
    }

    static uint[] BuildTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
