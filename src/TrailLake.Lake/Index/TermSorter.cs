using System.Numerics;
using System.Runtime.CompilerServices;

namespace TrailLake.Index;

/// <summary>Sorts terms by their hashes and joins those that were met more than once. Keeps its buffers.</summary>
sealed class TermSorter<TTerm>
    where TTerm : struct, ITerm<TTerm>
{
    // Fewer buckets than terms: counting them then stays in the cache, and each is sorted in a few steps.
    const int TermsPerBucket = 4;

    // Only texts that were made to collide fill a bucket so far: inserting them one by one would take them squared.
    const int MostInsertions = 64;

    int[] _starts = [];
    TTerm[] _sorted = [];

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => (4L * _starts.Length) + ((long)Unsafe.SizeOf<TTerm>() * _sorted.Length);

    /// <summary>The distinct terms in order; good until the next call.</summary>
    // A counting sort into buckets of neighbours, then each bucket by insertion; repetitions meet there and are joined.
    public ReadOnlySpan<TTerm> Sort(ReadOnlySpan<TTerm> terms)
    {
        int buckets = (terms.Length / TermsPerBucket) + 1;
        if (_starts.Length < buckets)
        {
            _starts = new int[BitOperations.RoundUpToPowerOf2((uint)buckets)];
        }

        if (_sorted.Length < terms.Length)
        {
            _sorted = new TTerm[BitOperations.RoundUpToPowerOf2((uint)terms.Length)];
        }

        var starts = _starts.AsSpan(0, buckets);
        var sorted = _sorted.AsSpan(0, terms.Length);
        starts.Clear();
        foreach (var term in terms)
        {
            starts[IndexSegment.Scale(term.Hash, buckets)]++;
        }

        int sum = 0;
        foreach (ref int start in starts)
        {
            (start, sum) = (sum, sum + start);
        }

        foreach (var term in terms)
        {
            sorted[starts[IndexSegment.Scale(term.Hash, buckets)]++] = term;
        }

        // Scattering moved each start to its bucket's end.
        int written = 0;
        int from = 0;
        foreach (int to in starts)
        {
            int begin = written;
            if (to - from > MostInsertions)
            {
                sorted[from..to].Sort(static (a, b) => a.Hash.CompareTo(b.Hash));
            }

            for (int i = from; i < to; i++)
            {
                written = Insert(sorted, begin, written, sorted[i]);
            }

            from = to;
        }

        return sorted[..written];
    }

    static int Insert(Span<TTerm> sorted, int begin, int end, TTerm term)
    {
        int place = end;
        while (place > begin && sorted[place - 1].Hash > term.Hash)
        {
            place--;
        }

        if (place > begin && sorted[place - 1].Hash == term.Hash)
        {
            sorted[place - 1] = sorted[place - 1].With(term);
            return end;
        }

        sorted[place..end].CopyTo(sorted[(place + 1)..]);
        sorted[place] = term;
        return end + 1;
    }
}
