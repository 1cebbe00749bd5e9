using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TrailLake.Needles;

/// <summary>
/// Encodes the terms of a row group as a section: a static filter of 18 bits for each distinct term that takes one absent term in 65,536
/// for present. There are as many buckets as terms; a term's bucket is its hash scaled to their number, and of each term the bucket holds
/// 16 further bits. Buckets are stored in groups of 256, each with a checksum of its own, so that a probe reads and checks some 600 bytes.
/// <code>
/// section:  offset of each group, and of the end    group 0   group 1   …
/// group:    checksum | terms | buckets in unary     | 16 bits of each term
///           4 bytes    4       1…10 1…10 0 …          2 bytes each
/// </code>
/// </summary>
sealed class NeedleSectionEncoder
{
    // Fewer buckets than terms: counting them then stays in the cache, and each is sorted in a few steps.
    const int TermsPerSortBucket = 4;

    // Only texts that were made to collide fill a bucket so far: inserting them one by one would take them squared.
    const int MostInsertions = 64;

    int[] _starts = [];
    ulong[] _sorted = [];
    byte[] _output = [];

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => (4L * _starts.Length) + (8L * _sorted.Length) + _output.Length;

    /// <summary>Encodes terms, in any order and with repetitions.</summary>
    /// <param name="salt">Makes a group that stands in another section's place show as damaged.</param>
    /// <param name="buckets">Number of distinct terms.</param>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<ulong> terms, ulong salt, out int buckets)
    {
        var distinct = Sort(terms);
        buckets = distinct.Length;
        int groups = NeedleSection.Groups(buckets);
        int header = (groups + 1) * sizeof(uint);
        int most = header + (groups * (NeedleSection.GroupHeader + 1)) + ((distinct.Length + buckets + 7) / 8) + (distinct.Length * sizeof(ushort));
        if (_output.Length < most)
        {
            _output = new byte[BitOperations.RoundUpToPowerOf2((uint)most)];
        }

        var output = _output.AsSpan(0, most);
        output.Clear();
        int position = header;
        int first = 0;
        for (int group = 0; group < groups; group++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(output[(group * sizeof(uint))..], (uint)position);
            int bucket = group * NeedleSection.GroupBuckets;
            int end = Math.Min(bucket + NeedleSection.GroupBuckets, buckets);
            int last = first;
            while (last < distinct.Length && NeedleSection.Bucket(distinct[last], buckets) < end)
            {
                last++;
            }

            position += WriteGroup(output[position..], distinct[first..last], bucket, end, buckets, salt);
            first = last;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(output[(groups * sizeof(uint))..], (uint)position);
        return output[..position];
    }

    static int WriteGroup(Span<byte> output, ReadOnlySpan<ulong> terms, int bucket, int end, int buckets, ulong salt)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output[sizeof(uint)..], (uint)terms.Length);
        var unary = output[NeedleSection.GroupHeader..];
        int bits = terms.Length + end - bucket;
        var rests = MemoryMarshal.Cast<byte, ushort>(unary[((bits + 7) / 8)..]);
        int bit = 0;
        int first = bucket;
        for (int i = 0; i < terms.Length; i++)
        {
            // Each term is a one; each bucket that ended before it is a zero.
            int own = NeedleSection.Bucket(terms[i], buckets);
            bit += own - bucket;
            bucket = own;
            unary[bit >> 3] |= (byte)(1 << (bit & 7));
            bit++;
            rests[i] = NeedleSection.LittleEndian((ushort)terms[i]);
        }

        int length = NeedleSection.GroupHeader + ((bits + 7) / 8) + (terms.Length * sizeof(ushort));
        uint checksum = NeedleSection.Checksum(output[sizeof(uint)..length], salt, first / NeedleSection.GroupBuckets);
        BinaryPrimitives.WriteUInt32LittleEndian(output, checksum);
        return length;
    }

    // A counting sort into buckets of neighbours, then each bucket by insertion; repetitions meet there and are dropped.
    ReadOnlySpan<ulong> Sort(ReadOnlySpan<ulong> terms)
    {
        int buckets = (terms.Length / TermsPerSortBucket) + 1;
        if (_starts.Length < buckets + 1)
        {
            _starts = new int[BitOperations.RoundUpToPowerOf2((uint)buckets + 1)];
        }

        if (_sorted.Length < terms.Length)
        {
            _sorted = new ulong[BitOperations.RoundUpToPowerOf2((uint)terms.Length)];
        }

        var starts = _starts.AsSpan(0, buckets + 1);
        var sorted = _sorted.AsSpan(0, terms.Length);
        starts.Clear();
        foreach (ulong term in terms)
        {
            starts[NeedleSection.Bucket(term, buckets)]++;
        }

        int sum = 0;
        foreach (ref int start in starts)
        {
            (start, sum) = (sum, sum + start);
        }

        foreach (ulong term in terms)
        {
            sorted[starts[NeedleSection.Bucket(term, buckets)]++] = term;
        }

        // Scattering moved each start to its bucket's end.
        int written = 0;
        int from = 0;
        foreach (int to in starts[..buckets])
        {
            int begin = written;
            if (to - from > MostInsertions)
            {
                sorted[from..to].Sort();
            }

            for (int i = from; i < to; i++)
            {
                written = Insert(sorted, begin, written, sorted[i]);
            }

            from = to;
        }

        return sorted[..written];
    }

    static int Insert(Span<ulong> sorted, int begin, int end, ulong term)
    {
        int place = end;
        while (place > begin && sorted[place - 1] > term)
        {
            place--;
        }

        if (place > begin && sorted[place - 1] == term)
        {
            return end;
        }

        sorted[place..end].CopyTo(sorted[(place + 1)..]);
        sorted[place] = term;
        return end + 1;
    }
}
