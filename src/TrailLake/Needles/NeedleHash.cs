using System;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>
/// The 64 bits that stand for a term. A term has other bits in each of the <see cref="NeedlePlaces"/>, so that a search learns where a value
/// stands: JSON and lists are dear to search. Only the last 16 bits differ, which a bucket stores, and not those that choose the bucket: one
/// read of the index tells all places of a value. The values stand in index files: they must not change within a version of the format.
/// </summary>
static class NeedleHash
{
    /// <summary>The places whose terms have granules, each alone: they share the buckets of a group.</summary>
    public static ReadOnlySpan<NeedlePlaces> Placed =>
        [NeedlePlaces.Columns, NeedlePlaces.Resources, NeedlePlaces.Request, NeedlePlaces.Response, NeedlePlaces.Details];

    /// <summary>A value, or a part of one, wherever it stands.</summary>
    public static ulong Of(ReadOnlySpan<byte> value) => ByteHash.Compute(value);

    /// <summary>What it is in one place.</summary>
    /// <param name="hash">From <see cref="Of"/>.</param>
    /// <param name="salt">Of the place.</param>
    // Zero stands for a free slot where hashes are collected.
    public static ulong In(ulong hash, ulong salt) => (hash ^ salt) == 0 ? 1 : hash ^ salt;

    /// <summary>What the hashes of a place are mixed with: 16 bits. Ids have buckets of their own, in which nothing is to be told from them.</summary>
    public static ulong Salt(NeedlePlaces place) => place switch
    {
        NeedlePlaces.Ids or NeedlePlaces.Columns => 0,
        NeedlePlaces.Resources => 0x9E37,
        NeedlePlaces.Request => 0xC2B2,
        NeedlePlaces.Response => 0x27D4,
        NeedlePlaces.Details => 0x5A6B,
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };
}
