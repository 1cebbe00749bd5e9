using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TrailLake.Needles;

/// <summary>
/// Encodes the terms of a row group as a section: a static filter of 18 bits for each distinct term that takes one absent term in 65,536
/// for present. There are about as many buckets as terms; a term's bucket is its hash scaled to their number, and of each term the bucket holds
/// 16 further bits. Buckets are stored in groups of 256, each with a checksum of its own, so that a probe reads and checks some 700 bytes.
/// Ids and placed terms have buckets of their own in each group, so that one read does for both; of placed terms a group also tells the granules
/// of the row group in which they stand. Ids are most of the terms, and each stands in about one row: their granules would take a byte each and
/// more. Those of the other columns took 0.25 bytes an event of a generated archive, 2.9 % of the index. See <see cref="NeedleShape"/> and <see cref="GranuleCode"/>.
/// <code>
/// section:  offset of each group, and of the end    group 0   group 1   …
/// group:    checksum | ids | placed terms | buckets of ids in unary | of placed terms | 16 bits of each term | granules of placed terms
///           4 bytes    4     4              1…10 1…10 0 …             same              2 bytes each           1 byte each | tails
/// </code>
/// </summary>
sealed class NeedleSectionEncoder
{
    readonly NeedleSorter<NeedleTerm> _ids = new();
    readonly NeedleSorter<PlacedTerm> _placed = new();
    byte[] _output = [];

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => _ids.MemoryHeld + _placed.MemoryHeld + _output.Length;

    /// <summary>Encodes terms, in any order and with repetitions.</summary>
    /// <param name="salt">Makes a group that stands in another section's place show as damaged.</param>
    /// <param name="shape">Numbers of distinct terms.</param>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<NeedleTerm> idTerms, ReadOnlySpan<PlacedTerm> placedTerms, ulong salt, out NeedleShape shape)
    {
        var ids = _ids.Sort(idTerms);
        var placed = _placed.Sort(placedTerms);
        shape = new NeedleShape(ids.Length, placed.Length);
        int groups = shape.Groups;
        int header = (groups + 1) * sizeof(uint);
        var output = Take(header, shape);
        int position = header;
        for (int group = 0; group < groups; group++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(output[(group * sizeof(uint))..], (uint)position);
            var ownIds = TakeGroup(ref ids, group, shape);
            var ownPlaced = TakeGroup(ref placed, group, shape);
            position += WriteGroup(output[position..], ownIds, ownPlaced, group, shape, salt);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(output[(groups * sizeof(uint))..], (uint)position);
        return output[..position];
    }

    // Zeros, at least as many as the section needs.
    Span<byte> Take(int header, NeedleShape shape)
    {
        long unaryBits = shape.Terms + (shape.Groups * ((long)shape.IdBuckets + shape.PlacedBuckets));
        long most = header + (shape.Groups * (NeedleSection.GroupHeader + 2L)) + ((unaryBits + 7) / 8)
            + (shape.Terms * sizeof(ushort)) + (shape.Placed * (1L + GranuleCode.MostTail));
        if (_output.Length < most)
        {
            _output = new byte[BitOperations.RoundUpToPowerOf2((ulong)most)];
        }

        var output = _output.AsSpan(0, (int)most);
        output.Clear();
        return output;
    }

    static ReadOnlySpan<TTerm> TakeGroup<TTerm>(ref ReadOnlySpan<TTerm> terms, int group, NeedleShape shape)
        where TTerm : struct, INeedleTerm<TTerm>
    {
        int count = 0;
        while (count < terms.Length && shape.Group(terms[count].Hash) == group)
        {
            count++;
        }

        var taken = terms[..count];
        terms = terms[count..];
        return taken;
    }

    static int WriteGroup(
        Span<byte> output, ReadOnlySpan<NeedleTerm> ids, ReadOnlySpan<PlacedTerm> placed, int number, NeedleShape shape, ulong salt)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output[sizeof(uint)..], (uint)ids.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(output[(2 * sizeof(uint))..], (uint)placed.Length);
        int end = NeedleSection.GroupHeader;
        end += WriteBuckets(output[end..], ids, number, shape.IdBuckets, shape);
        end += WriteBuckets(output[end..], placed, number, shape.PlacedBuckets, shape);
        end += WriteRests(output[end..], ids);
        end += WriteRests(output[end..], placed);
        end += WriteGranules(output[end..], placed);
        BinaryPrimitives.WriteUInt32LittleEndian(output, NeedleSection.Checksum(output[sizeof(uint)..end], salt, number));
        return end;
    }

    static int WriteBuckets<TTerm>(Span<byte> unary, ReadOnlySpan<TTerm> terms, int group, int buckets, NeedleShape shape)
        where TTerm : struct, INeedleTerm<TTerm>
    {
        // Each term is a one; each bucket that ended before it is a zero.
        long first = (long)group * buckets;
        for (int i = 0; i < terms.Length; i++)
        {
            int bit = i + (int)(shape.Bucket(terms[i].Hash, buckets) - first);
            unary[bit >> 3] |= (byte)(1 << (bit & 7));
        }

        return (terms.Length + buckets + 7) / 8;
    }

    static int WriteRests<TTerm>(Span<byte> output, ReadOnlySpan<TTerm> terms)
        where TTerm : struct, INeedleTerm<TTerm>
    {
        var rests = MemoryMarshal.Cast<byte, ushort>(output);
        for (int i = 0; i < terms.Length; i++)
        {
            rests[i] = NeedleSection.LittleEndian((ushort)terms[i].Hash);
        }

        return terms.Length * sizeof(ushort);
    }

    static int WriteGranules(Span<byte> output, ReadOnlySpan<PlacedTerm> placed)
    {
        int end = placed.Length;
        for (int i = 0; i < placed.Length; i++)
        {
            end += GranuleCode.Write(placed[i].Granules, out output[i], output[end..]);
        }

        return end;
    }
}
