using System;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>
/// The 64 bits that stand for a term. Terms of columns and terms of JSON texts have different bits, so that a search learns where a value
/// stands: JSON is dear to search. The values stand in index files: they must not change within a version of the format.
/// </summary>
static class NeedleHash
{
    const ulong TextSalt = 0xC2B2AE3D27D4EB4F;

    /// <summary>A value, or a part of one, in a column.</summary>
    public static ulong InColumn(ReadOnlySpan<byte> value) => NotZero(ByteHash.Compute(value));

    /// <summary>A string, or a part of one, inside a JSON column.</summary>
    public static ulong InText(ReadOnlySpan<byte> value) => NotZero(ByteHash.Compute(value) ^ TextSalt);

    // Zero stands for a free slot where hashes are collected.
    static ulong NotZero(ulong hash) => hash == 0 ? 1 : hash;
}
