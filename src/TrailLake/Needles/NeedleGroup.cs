using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TrailLake.Needles;

/// <summary>A group of a section, read and checked; its form stands at <see cref="NeedleSectionEncoder"/>.</summary>
readonly ref struct NeedleGroup
{
    readonly NeedleShape _shape;
    readonly int _number;
    readonly ReadOnlySpan<byte> _idUnary;
    readonly ReadOnlySpan<byte> _placedUnary;
    readonly ReadOnlySpan<ushort> _ids;
    readonly ReadOnlySpan<ushort> _placed;
    readonly ReadOnlySpan<byte> _codes;
    readonly ReadOnlySpan<byte> _tails;

    NeedleGroup(ReadOnlySpan<byte> body, int number, NeedleShape shape, int ids, int placed)
    {
        _number = number;
        _shape = shape;
        _idUnary = Take(ref body, UnaryBytes(ids, shape.IdBuckets));
        _placedUnary = Take(ref body, UnaryBytes(placed, shape.PlacedBuckets));
        _ids = MemoryMarshal.Cast<byte, ushort>(Take(ref body, ids * sizeof(ushort)));
        _placed = MemoryMarshal.Cast<byte, ushort>(Take(ref body, placed * sizeof(ushort)));
        _codes = Take(ref body, placed);
        _tails = body;
    }

    /// <summary>Checks the bytes of a group; false when they are damaged, or another group's.</summary>
    /// <param name="number">Which of the section's groups.</param>
    /// <param name="salt">Of the section.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int number, NeedleShape shape, ulong salt, out NeedleGroup group)
    {
        group = default;
        if (bytes.Length < NeedleSection.GroupHeader
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != NeedleSection.Checksum(bytes[sizeof(uint)..], salt, number))
        {
            return false;
        }

        uint ids = BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]);
        uint placed = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(2 * sizeof(uint))..]);
        var body = bytes[NeedleSection.GroupHeader..];
        long least = UnaryBytes(ids, shape.IdBuckets) + UnaryBytes(placed, shape.PlacedBuckets)
            + ((ids + (long)placed) * sizeof(ushort)) + placed;
        if (body.Length < least)
        {
            return false;
        }

        group = new NeedleGroup(body, number, shape, (int)ids, (int)placed);
        return true;
    }

    /// <summary>In which of some places the group holds a term; null when its parts do not fit together.</summary>
    /// <param name="hash">The term's hash, whatever the place.</param>
    /// <param name="granules">Where those of the places that have granules hold it; see <see cref="NeedleGranules"/>.</param>
    public NeedlePlaces? Find(ulong hash, NeedlePlaces asked, out ulong granules)
    {
        granules = 0;
        var found = NeedlePlaces.None;
        if ((asked & NeedlePlaces.Ids) != 0 && _ids.Length > 0)
        {
            if (!TryFindBucket(_idUnary, hash, _shape.IdBuckets, out int bit, out int term))
            {
                return null;
            }

            ushort rest = Rest(hash, NeedlePlaces.Ids);
            for (; IsTerm(_idUnary, bit) && term < _ids.Length; term++, bit++)
            {
                found |= _ids[term] == rest ? NeedlePlaces.Ids : NeedlePlaces.None;
            }
        }

        if ((asked & ~NeedlePlaces.Ids) != 0 && _placed.Length > 0)
        {
            if (!TryFindBucket(_placedUnary, hash, _shape.PlacedBuckets, out int bit, out int term))
            {
                return null;
            }

            for (; IsTerm(_placedUnary, bit) && term < _placed.Length; term++, bit++)
            {
                if (PlaceOf(_placed[term], hash, asked) is not NeedlePlaces.None and var place)
                {
                    found |= place;
                    granules |= GranuleCode.Read(_codes, _tails, term);
                }
            }
        }

        return found;
    }

    static NeedlePlaces PlaceOf(ushort stored, ulong hash, NeedlePlaces asked)
    {
        foreach (var place in NeedleHash.Placed)
        {
            if ((asked & place) != 0 && stored == Rest(hash, place))
            {
                return place;
            }
        }

        return NeedlePlaces.None;
    }

    static ushort Rest(ulong hash, NeedlePlaces place) => NeedleSection.LittleEndian((ushort)NeedleHash.In(hash, NeedleHash.Salt(place)));

    // Where a term's bucket begins: behind so many zeros of the unary part as there are buckets before it in the group.
    bool TryFindBucket(ReadOnlySpan<byte> unary, ulong hash, int buckets, out int bit, out int term)
    {
        int before = (int)(_shape.Bucket(hash, buckets) - ((long)_number * buckets));
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

    static bool IsTerm(ReadOnlySpan<byte> unary, int bit) => (uint)(bit >> 3) < (uint)unary.Length && (unary[bit >> 3] & (1 << (bit & 7))) != 0;

    static long UnaryBytes(long terms, int buckets) => (terms + buckets + 7) / 8;

    static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> bytes, long length)
    {
        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }
}
