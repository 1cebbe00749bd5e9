using System;
using System.Buffers.Binary;
using System.Numerics;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// XXH64 with seed 0, the hash of Parquet's Bloom filters. See
/// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md#xxh64-algorithm-description.
/// </summary>
static class XxHash64
{
    const ulong P1 = 0x9E3779B185EBCA87;
    const ulong P2 = 0xC2B2AE3D27D4EB4F;
    const ulong P3 = 0x165667B19E3779F9;
    const ulong P4 = 0x85EBCA77C2B2AE63;
    const ulong P5 = 0x27D4EB2F165667C5;

    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong length = (ulong)bytes.Length;
            ulong hash = P5;
            if (bytes.Length >= 32)
            {
                hash = Stripes(ref bytes);
            }

            hash += length;
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                hash = (BitOperations.RotateLeft(hash, 27) * P1) + P4;
            }

            if (bytes.Length >= 4)
            {
                hash ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes) * P1;
                hash = (BitOperations.RotateLeft(hash, 23) * P2) + P3;
                bytes = bytes[4..];
            }

            foreach (byte value in bytes)
            {
                hash ^= value * P5;
                hash = BitOperations.RotateLeft(hash, 11) * P1;
            }

            hash = (hash ^ (hash >> 33)) * P2;
            hash = (hash ^ (hash >> 29)) * P3;
            return hash ^ (hash >> 32);
        }
    }

    // Takes the whole stripes of 32 bytes from the front.
    static ulong Stripes(ref ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong a = P1 + P2;
            ulong b = P2;
            ulong c = 0;
            ulong d = 0 - P1;
            for (; bytes.Length >= 32; bytes = bytes[32..])
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
            }

            ulong hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12)
                + BitOperations.RotateLeft(d, 18);
            hash = ((hash ^ Round(0, a)) * P1) + P4;
            hash = ((hash ^ Round(0, b)) * P1) + P4;
            hash = ((hash ^ Round(0, c)) * P1) + P4;
            return ((hash ^ Round(0, d)) * P1) + P4;
        }
    }

    static ulong Round(ulong lane, ulong input) => unchecked(BitOperations.RotateLeft(lane + (input * P2), 31) * P1);
}
