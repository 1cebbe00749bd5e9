using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using TrailLake.Scanning;
using TrailLake.Tables.Rows;

namespace TrailLake.Index;

/// <summary>A block of a segment, read and checked; its form stands at <see cref="IndexSegmentEncoder"/>.</summary>
readonly ref struct TermBlock
{
    /// <summary>Bytes before the unary parts: checksum and both numbers of terms.</summary>
    public const int HeaderLength = 12;

    /// <summary>A longer block is damaged, or made by hand: it would have thousands of times the expected number of terms.</summary>
    public const int MostBytes = 1 << 20;

    readonly IndexSegment _segment;
    readonly int _number;
    readonly ReadOnlySpan<byte> _idBuckets;
    readonly ReadOnlySpan<byte> _postingBuckets;
    readonly ReadOnlySpan<ushort> _ids;
    readonly ReadOnlySpan<ushort> _postings;
    readonly ReadOnlySpan<byte> _codes;
    readonly ReadOnlySpan<byte> _tails;

    TermBlock(ReadOnlySpan<byte> body, int number, IndexSegment segment, int ids, int postings)
    {
        _number = number;
        _segment = segment;
        _idBuckets = Take(ref body, UnaryBytes(ids, segment.IdBuckets));
        _postingBuckets = Take(ref body, UnaryBytes(postings, segment.PostingBuckets));
        _ids = MemoryMarshal.Cast<byte, ushort>(Take(ref body, ids * sizeof(ushort)));
        _postings = MemoryMarshal.Cast<byte, ushort>(Take(ref body, postings * sizeof(ushort)));
        _codes = Take(ref body, postings);
        _tails = body;
    }

    /// <summary>The checksum of what stands behind it in a block.</summary>
    /// <param name="number">Which of the segment's blocks.</param>
    /// <param name="salt">Of the segment.</param>
    public static uint Checksum(ReadOnlySpan<byte> bytes, int number, ulong salt)
    {
        ulong hash = ByteHash.Compute(bytes) ^ ((salt + (uint)number) * 0x9E3779B97F4A7C15);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>False for bytes that are damaged, or another block's.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes, int number, ulong salt) => bytes.Length >= HeaderLength
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Checksum(bytes[sizeof(uint)..], number, salt);

    /// <summary>Checks the bytes of a block; false when they are damaged, or another block's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int number, IndexSegment segment, ulong salt, out TermBlock block)
    {
        block = default;
        if (!IsWhole(bytes, number, salt))
        {
            return false;
        }

        uint ids = BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]);
        uint postings = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(2 * sizeof(uint))..]);
        var body = bytes[HeaderLength..];
        long least = UnaryBytes(ids, segment.IdBuckets) + UnaryBytes(postings, segment.PostingBuckets)
            + ((ids + (long)postings) * sizeof(ushort)) + postings;
        if (body.Length < least)
        {
            return false;
        }

        block = new TermBlock(body, number, segment, (int)ids, (int)postings);
        return true;
    }

    /// <summary>The bits of a hash that a bucket stores, as they stand in the file.</summary>
    public static ushort Fingerprint(ulong hash) =>
        BitConverter.IsLittleEndian ? (ushort)hash : BinaryPrimitives.ReverseEndianness((ushort)hash);

    /// <summary>Bytes of buckets in unary: a one for each term, a zero for the end of each bucket.</summary>
    public static long UnaryBytes(long terms, int buckets) => (terms + buckets + 7) / 8;

    /// <summary>In which of some places the block holds a term; null when its parts do not fit together.</summary>
    /// <param name="hash">The term's hash, whatever the place.</param>
    /// <param name="granules">Where those of the places that have postings hold it; see <see cref="RowGranules"/>.</param>
    public IndexPlaces? Find(ulong hash, IndexPlaces asked, out ulong granules)
    {
        granules = 0;
        var found = IndexPlaces.None;
        if ((asked & IndexPlaces.Ids) != 0 && _ids.Length > 0)
        {
            if (!TryFindBucket(_idBuckets, hash, _segment.IdBuckets, out int bit, out int term))
            {
                return null;
            }

            ushort fingerprint = Fingerprint(hash, IndexPlaces.Ids);
            for (; IsTerm(_idBuckets, bit) && term < _ids.Length; term++, bit++)
            {
                found |= _ids[term] == fingerprint ? IndexPlaces.Ids : IndexPlaces.None;
            }
        }

        if ((asked & ~IndexPlaces.Ids) != 0 && _postings.Length > 0)
        {
            if (!TryFindBucket(_postingBuckets, hash, _segment.PostingBuckets, out int bit, out int term))
            {
                return null;
            }

            for (; IsTerm(_postingBuckets, bit) && term < _postings.Length; term++, bit++)
            {
                if (PlaceOf(_postings[term], hash, asked) is not IndexPlaces.None and var place)
                {
                    found |= place;
                    granules |= GranuleCode.Read(_codes, _tails, term);
                }
            }
        }

        return found;
    }

    static IndexPlaces PlaceOf(ushort stored, ulong hash, IndexPlaces asked)
    {
        foreach (var place in IndexTerms.PlacesOfPostings)
        {
            if ((asked & place) != 0 && stored == Fingerprint(hash, place))
            {
                return place;
            }
        }

        return IndexPlaces.None;
    }

    static ushort Fingerprint(ulong hash, IndexPlaces place) => Fingerprint(IndexTerms.InPlace(hash, IndexTerms.Salt(place)));

    // Where a term's bucket begins: behind so many zeros of the unary part as there are buckets before it in the block.
    bool TryFindBucket(ReadOnlySpan<byte> unary, ulong hash, int buckets, out int bit, out int term)
    {
        int before = (int)(_segment.Bucket(hash, buckets) - ((long)_number * buckets));
        int zeros = before;
        bit = 0;
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

        for (; zeros > 0 && bit < unary.Length * 8; bit++)
        {
            zeros -= IsTerm(unary, bit) ? 0 : 1;
        }

        term = bit - before;
        return zeros == 0;
    }

    static bool IsTerm(ReadOnlySpan<byte> unary, int bit) =>
        (uint)(bit >> 3) < (uint)unary.Length && (unary[bit >> 3] & (1 << (bit & 7))) != 0;

    static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> bytes, long length)
    {
        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }
}
