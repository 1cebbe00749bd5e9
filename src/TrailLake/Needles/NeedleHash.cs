using System;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>
/// The 64 bits that stand for a term. A term has other bits in each of the <see cref="NeedlePlaces"/>, so that a search learns where a value
/// stands: JSON and lists are dear to search. The values stand in index files: they must not change within a version of the format.
/// </summary>
static class NeedleHash
{
    /// <summary>A value, or a part of one, wherever it stands.</summary>
    public static ulong Of(ReadOnlySpan<byte> value) => ByteHash.Compute(value);

    /// <summary>What it is in one place.</summary>
    /// <param name="hash">From <see cref="Of"/>.</param>
    /// <param name="salt">Of the place.</param>
    // Zero stands for a free slot where hashes are collected.
    public static ulong In(ulong hash, ulong salt) => (hash ^ salt) == 0 ? 1 : hash ^ salt;

    /// <summary>What the hashes of a place are mixed with.</summary>
    public static ulong Salt(NeedlePlaces place) => place switch
    {
        NeedlePlaces.Columns => 0,
        NeedlePlaces.Resources => 0x9FB21C651E98DF25,
        NeedlePlaces.Request => 0xC2B2AE3D27D4EB4F,
        NeedlePlaces.Response => 0x27D4EB2F165667C5,
        NeedlePlaces.Details => 0x85EBCA77C2B2AE63,
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };
}
