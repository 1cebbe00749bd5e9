using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TrailLake.Index;

/// <summary>
/// Encodes the terms of a row group as a segment: a static filter of 18 bits for each distinct term that takes one absent term in 65,536
/// for present. There are about as many buckets as terms: a term's bucket is its hash scaled to their number, and the bucket holds a
/// fingerprint of 16 further bits. Buckets stand in blocks of 256, each with its own checksum: a probe reads and checks some 700 bytes.
/// Ids and postings have buckets of their own in each block, so that one read does for both; a block also tells the granules of postings.
/// Ids are most of the terms, and each stands in about one row: their granules would take a byte each and more. Those of the other columns
/// took 0.25 bytes an event of a generated archive, 2.9 % of the index. See <see cref="IndexSegment"/> and <see cref="GranuleCode"/>.
/// <code>
/// segment:  offset of each block, and of the end    block 0   block 1   …
/// block:    checksum | ids | postings | buckets of ids in unary | of postings | fingerprint of each term | granules of postings
///           4 bytes    4     4          1…10 1…10 0 …             same          2 bytes each               1 byte each | tails
/// </code>
/// </summary>
sealed class IndexSegmentEncoder
{
    readonly TermSorter<IdTerm> _ids = new();
    readonly TermSorter<Posting> _postings = new();
    byte[] _output = [];

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => _ids.MemoryHeld + _postings.MemoryHeld + _output.Length;

    /// <summary>Encodes terms, in any order and with repetitions; the bytes are good until the next call.</summary>
    /// <param name="idTerms">Hashes of the terms of columns of ids.</param>
    /// <param name="salt">Makes a block that stands in another segment's place show as damaged.</param>
    /// <param name="segment">Numbers of distinct terms.</param>
    public ReadOnlySpan<byte> Encode(
        ReadOnlySpan<ulong> idTerms, ReadOnlySpan<Posting> allPostings, ulong salt, out IndexSegment segment)
    {
        var ids = _ids.Sort(MemoryMarshal.Cast<ulong, IdTerm>(idTerms));
        var postings = _postings.Sort(allPostings);
        segment = new IndexSegment(ids.Length, postings.Length);
        int blocks = segment.Blocks;
        int position = (blocks + 1) * sizeof(uint);
        var output = Take(position, segment);
        for (int block = 0; block < blocks; block++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(output[(block * sizeof(uint))..], (uint)position);
            var ownIds = TakeBlock(ref ids, block, segment);
            var ownPostings = TakeBlock(ref postings, block, segment);
            position += WriteBlock(output[position..], ownIds, ownPostings, block, segment, salt);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(output[(blocks * sizeof(uint))..], (uint)position);
        return output[..position];
    }

    // Zeros, at least as many as the segment needs.
    Span<byte> Take(int header, IndexSegment segment)
    {
        long unaryBits = segment.Terms + (segment.Blocks * ((long)segment.IdBuckets + segment.PostingBuckets));
        long most = header + (segment.Blocks * (TermBlock.HeaderLength + 2L)) + ((unaryBits + 7) / 8)
            + (segment.Terms * sizeof(ushort)) + (segment.Postings * (1L + GranuleCode.MostTail));
        if (_output.Length < most)
        {
            _output = new byte[BitOperations.RoundUpToPowerOf2((ulong)most)];
        }

        var output = _output.AsSpan(0, (int)most);
        output.Clear();
        return output;
    }

    static ReadOnlySpan<TTerm> TakeBlock<TTerm>(ref ReadOnlySpan<TTerm> terms, int block, IndexSegment segment)
        where TTerm : struct, ITerm<TTerm>
    {
        int count = 0;
        while (count < terms.Length && segment.Block(terms[count].Hash) == block)
        {
            count++;
        }

        var taken = terms[..count];
        terms = terms[count..];
        return taken;
    }

    static int WriteBlock(
        Span<byte> output, ReadOnlySpan<IdTerm> ids, ReadOnlySpan<Posting> postings, int number, IndexSegment segment, ulong salt)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output[sizeof(uint)..], (uint)ids.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(output[(2 * sizeof(uint))..], (uint)postings.Length);
        int end = TermBlock.HeaderLength;
        end += WriteBuckets(output[end..], ids, number, segment.IdBuckets, segment);
        end += WriteBuckets(output[end..], postings, number, segment.PostingBuckets, segment);
        end += WriteFingerprints(output[end..], ids);
        end += WriteFingerprints(output[end..], postings);
        end += WriteGranules(output[end..], postings);
        BinaryPrimitives.WriteUInt32LittleEndian(output, TermBlock.Checksum(output[sizeof(uint)..end], number, salt));
        return end;
    }

    static int WriteBuckets<TTerm>(Span<byte> unary, ReadOnlySpan<TTerm> terms, int block, int buckets, IndexSegment segment)
        where TTerm : struct, ITerm<TTerm>
    {
        // Each term is a one; each bucket that ended before it is a zero.
        long first = (long)block * buckets;
        for (int i = 0; i < terms.Length; i++)
        {
            int bit = i + (int)(segment.Bucket(terms[i].Hash, buckets) - first);
            unary[bit >> 3] |= (byte)(1 << (bit & 7));
        }

        return (int)TermBlock.UnaryBytes(terms.Length, buckets);
    }

    static int WriteFingerprints<TTerm>(Span<byte> output, ReadOnlySpan<TTerm> terms)
        where TTerm : struct, ITerm<TTerm>
    {
        var fingerprints = MemoryMarshal.Cast<byte, ushort>(output);
        for (int i = 0; i < terms.Length; i++)
        {
            fingerprints[i] = TermBlock.Fingerprint(terms[i].Hash);
        }

        return terms.Length * sizeof(ushort);
    }

    static int WriteGranules(Span<byte> output, ReadOnlySpan<Posting> postings)
    {
        int end = postings.Length;
        for (int i = 0; i < postings.Length; i++)
        {
            end += GranuleCode.Write(postings[i].Granules, out output[i], output[end..]);
        }

        return end;
    }

    // A term of a column of ids, which has no granules. Nothing but its hash: the spans that are sorted are cast.
    readonly record struct IdTerm(ulong Hash) : ITerm<IdTerm>
    {
        public IdTerm With(IdTerm same) => this;
    }
}
