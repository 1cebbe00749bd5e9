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
    readonly ReadOnlySpan<byte> _columnUnary;
    readonly ReadOnlySpan<byte> _textUnary;
    readonly ReadOnlySpan<ushort> _columns;
    readonly ReadOnlySpan<ushort> _texts;
    readonly ReadOnlySpan<byte> _codes;
    readonly ReadOnlySpan<byte> _tails;

    NeedleGroup(ReadOnlySpan<byte> body, int number, NeedleShape shape, int columns, int texts)
    {
        _number = number;
        _shape = shape;
        _columnUnary = Take(ref body, UnaryBytes(columns, shape.ColumnBuckets));
        _textUnary = Take(ref body, UnaryBytes(texts, shape.TextBuckets));
        _columns = MemoryMarshal.Cast<byte, ushort>(Take(ref body, columns * sizeof(ushort)));
        _texts = MemoryMarshal.Cast<byte, ushort>(Take(ref body, texts * sizeof(ushort)));
        _codes = Take(ref body, texts);
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

        uint columns = BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]);
        uint texts = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(2 * sizeof(uint))..]);
        var body = bytes[NeedleSection.GroupHeader..];
        long least = UnaryBytes(columns, shape.ColumnBuckets) + UnaryBytes(texts, shape.TextBuckets)
            + ((columns + (long)texts) * sizeof(ushort)) + texts;
        if (body.Length < least)
        {
            return false;
        }

        group = new NeedleGroup(body, number, shape, (int)columns, (int)texts);
        return true;
    }

    /// <summary>In which of some places the group holds a term; null when its parts do not fit together.</summary>
    /// <param name="hash">The term's hash, whatever the place.</param>
    /// <param name="granules">Where those of the places that have granules hold it; see <see cref="NeedleGranules"/>.</param>
    public NeedlePlaces? Find(ulong hash, NeedlePlaces asked, out ulong granules)
    {
        granules = 0;
        var found = NeedlePlaces.None;
        if ((asked & NeedlePlaces.Columns) != 0 && _columns.Length > 0)
        {
            if (!TryFindBucket(_columnUnary, hash, _shape.ColumnBuckets, out int bit, out int term))
            {
                return null;
            }

            ushort rest = Rest(hash, NeedlePlaces.Columns);
            for (; IsTerm(_columnUnary, bit) && term < _columns.Length; term++, bit++)
            {
                found |= _columns[term] == rest ? NeedlePlaces.Columns : NeedlePlaces.None;
            }
        }

        if ((asked & ~NeedlePlaces.Columns) != 0 && _texts.Length > 0)
        {
            if (!TryFindBucket(_textUnary, hash, _shape.TextBuckets, out int bit, out int term))
            {
                return null;
            }

            for (; IsTerm(_textUnary, bit) && term < _texts.Length; term++, bit++)
            {
                if (PlaceOf(_texts[term], hash, asked) is not NeedlePlaces.None and var place)
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
        foreach (var place in NeedleHash.Places[1..])
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
