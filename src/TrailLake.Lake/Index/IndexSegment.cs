using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace TrailLake.Index;

/// <summary>
/// The part of an index file for one row group: where it stands, and how to find a term in it. The range of the hashes is cut into blocks
/// of some 256 terms, and each block's part of it into so many buckets for ids, and anew into so many for postings: about one a term.
/// <see cref="IndexSegmentEncoder"/> has the form.
/// </summary>
/// <param name="Ids">Distinct terms of columns of ids.</param>
/// <param name="Postings">Distinct terms of all else: those whose granules are known.</param>
/// <param name="Offset">Position of its first byte in the index file; 0 for one that was not written.</param>
/// <param name="Length">Bytes.</param>
readonly record struct IndexSegment(int Ids, int Postings, long Offset = 0, int Length = 0)
{
    const int BlockTerms = 256;

    /// <summary>Distinct terms.</summary>
    public long Terms => (long)Ids + Postings;

    /// <summary>Blocks of the segment.</summary>
    public int Blocks => (int)((Terms + BlockTerms - 1) / BlockTerms);

    /// <summary>Buckets of each block for ids.</summary>
    public int IdBuckets => Share(Ids);

    /// <summary>Buckets of each block for postings.</summary>
    public int PostingBuckets => Share(Postings);

    /// <summary>The block of a term.</summary>
    public int Block(ulong hash) => Scale(hash, Blocks);

    /// <summary>A term's bucket, counted from the segment's first; terms in order have buckets in order.</summary>
    /// <param name="buckets">Of each block.</param>
    // Divided by the buckets of a block it is the block: both are the same product, cut off at another place.
    public long Bucket(ulong hash, int buckets) => (long)Math.BigMul(hash, (ulong)Blocks * (ulong)buckets, out _);

    /// <summary>True when every block of the segment is as it was written.</summary>
    public bool IsWhole(ReadOnlySpan<byte> bytes, ulong salt)
    {
        bool isWhole = bytes.Length >= (Blocks + 1L) * sizeof(uint);
        for (int block = 0; isWhole && block < Blocks; block++)
        {
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(block * sizeof(uint))..]);
            uint end = BinaryPrimitives.ReadUInt32LittleEndian(bytes[((block + 1) * sizeof(uint))..]);
            isWhole = start <= end && end <= bytes.Length && TermBlock.IsWhole(bytes[(int)start..(int)end], block, salt);
        }

        return isWhole;
    }

    /// <summary>A hash as a number below another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Scale(ulong hash, int count) => (int)Math.BigMul(hash, (ulong)(uint)count, out ulong _);

    int Share(int terms) => terms == 0 ? 0 : (int)(((long)terms + Blocks - 1) / Blocks);
}
