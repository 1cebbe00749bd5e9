using System;
using System.Runtime.CompilerServices;

namespace TrailLake.Needles;

/// <summary>
/// What a reader must know to find a term in a section, from how many terms it has. The hashes' range is cut into groups of some 256 terms, and
/// each group's part of it into so many buckets for ids, and anew into so many for placed terms: about one for each term.
/// </summary>
/// <param name="Ids">Distinct terms of columns of ids.</param>
/// <param name="Placed">Distinct terms of all else: those whose granules are known.</param>
readonly record struct NeedleShape(int Ids, int Placed)
{
    const int GroupTerms = 256;

    /// <summary>Distinct terms.</summary>
    public long Terms => (long)Ids + Placed;

    /// <summary>Groups of the section.</summary>
    public int Groups => (int)((Terms + GroupTerms - 1) / GroupTerms);

    /// <summary>Buckets of each group for ids.</summary>
    public int IdBuckets => Share(Ids);

    /// <summary>Buckets of each group for placed terms.</summary>
    public int PlacedBuckets => Share(Placed);

    /// <summary>The group of a term.</summary>
    public int Group(ulong hash) => Scale(hash, Groups);

    /// <summary>A term's bucket, counted from the section's first; terms in order have buckets in order.</summary>
    /// <param name="buckets">Of each group.</param>
    // Divided by the buckets of a group it is the group: both are the same product, cut off at another place.
    public long Bucket(ulong hash, int buckets) => (long)Math.BigMul(hash, (ulong)Groups * (ulong)buckets, out _);

    /// <summary>A hash as a number below another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Scale(ulong hash, int count) => (int)Math.BigMul(hash, (ulong)(uint)count, out ulong _);

    int Share(int terms) => terms == 0 ? 0 : (int)(((long)terms + Groups - 1) / Groups);
}
