using TrailLake.Columns;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// The order of a row group's rows: by caller (userIdentity.arn, none first), each caller's by time (none last), then as they came. A radix
/// sort over the bits that differ: 3 passes for a day in whole seconds and a few thousand callers.
/// </summary>
/// <remarks>
/// A caller's keys, addresses, agents and sessions then stand together: index pages become runs, and a search for one reads few pages.
/// Measured on a million generated events in 150 files: 99.4 MB, against 106.7 MB in order of time alone.
/// </remarks>
sealed class RowOrder
{
    const int DigitBits = 11;
    const ulong Second = 1_000_000;

    ulong[] _keys = [];
    ulong[] _otherKeys = [];
    int[] _rows = [];
    int[] _otherRows = [];
    int[] _starts = [];
    int[] _elements = [];
    int[] _entries = [];
    int[] _ranks = [];
    int _count;

    /// <summary>The order of rows that stay as they are.</summary>
    public static RowOrder AsTheyCame { get; } = new() { IsIdentity = true };

    /// <summary>True when the rows are in order already: then <see cref="Rows"/> must not be asked for.</summary>
    public bool IsIdentity { get; private set; }

    /// <summary>For each row of the file the row of the batch.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <param name="times">One time per row; <see cref="LongColumn.Missing"/> where there is none.</param>
    /// <param name="callers">The column that rows are grouped by.</param>
    public void Compute(ReadOnlySpan<long> times, TextColumn callers)
    {
        _count = times.Length;
        bool isGrouped = callers.EntryCount > 0 && callers.IsDictionary;
        IsIdentity = !isGrouped && IsSorted(times);
        if (!IsIdentity)
        {
            int bits = BitPacker.Width(PrepareKeys(times));
            if (isGrouped)
            {
                bits = AddRanks(callers, bits);
            }

            for (int shift = 0; shift < bits; shift += DigitBits)
            {
                SortByDigit(shift);
            }
        }
    }

    /// <summary>For each element of a list column, in the order of the file, its place in the batch.</summary>
    /// <param name="repetitions">0 where a row begins, 1 for its further elements.</param>
    public ReadOnlySpan<int> Elements(ReadOnlySpan<byte> repetitions)
    {
        var starts = ReusedArray.Take(ref _starts, _count + 1);
        int row = 0;
        for (int i = 0; i < repetitions.Length; i++)
        {
            if (repetitions[i] == 0)
            {
                starts[row++] = i;
            }
        }

        starts[row] = repetitions.Length;
        var elements = ReusedArray.Take(ref _elements, repetitions.Length);
        int next = 0;
        foreach (int from in Rows)
        {
            for (int i = starts[from]; i < starts[from + 1]; i++)
            {
                elements[next++] = i;
            }
        }

        return elements;
    }

    static bool IsSorted(ReadOnlySpan<long> times)
    {
        // A missing time is the least number, but belongs at the end: compared as "minus one, unsigned" it is the greatest.
        ulong last = 0;
        foreach (long time in times)
        {
            ulong key = Key(time);
            if (key < last)
            {
                return false;
            }

            last = key;
        }

        return true;
    }

    // Order-preserving and unsigned; Missing (long.MinValue) becomes the greatest.
    static ulong Key(long time) => unchecked(((ulong)time ^ (1UL << 63)) - 1);

    // Fills keys and rows; returns the greatest key. Keys count from the least one, in seconds when all are whole seconds, as
    // CloudTrail's times mostly are.
    ulong PrepareKeys(ReadOnlySpan<long> times)
    {
        var keys = ReusedArray.Take(ref _keys, _count);
        var rows = ReusedArray.Take(ref _rows, _count);
        ReusedArray.Take(ref _otherKeys, _count);
        ReusedArray.Take(ref _otherRows, _count);
        ulong least = ulong.MaxValue;
        ulong greatest = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = Key(times[i]);
            keys[i] = key;
            rows[i] = i;
            least = Math.Min(least, key);
            greatest = Math.Max(greatest, key);
        }

        bool whole = true;
        foreach (ref ulong key in keys)
        {
            key -= least;
            whole &= key % Second == 0;
        }

        if (!whole)
        {
            return greatest - least;
        }

        foreach (ref ulong key in keys)
        {
            key /= Second;
        }

        return (greatest - least) / Second;
    }

    // Puts the callers' ranks in alphabetical order above the times' bits; returns how many bits the keys have now.
    int AddRanks(TextColumn callers, int timeBits)
    {
        int count = callers.EntryCount;
        int rankBits = BitPacker.Width((ulong)count);
        if (timeBits + rankBits > 64)
        {
            return timeBits;
        }

        // Rank 0 is for rows without a caller.
        var entries = ReusedArray.Take(ref _entries, count);
        var ranks = ReusedArray.Take(ref _ranks, count);
        for (int entry = 0; entry < count; entry++)
        {
            entries[entry] = entry;
        }

        entries.Sort((a, b) => callers.Entry(a).SequenceCompareTo(callers.Entry(b)));
        for (int rank = 0; rank < count; rank++)
        {
            ranks[entries[rank]] = rank + 1;
        }

        var keys = _keys.AsSpan(0, _count);
        var values = callers.Values;
        for (int row = 0; row < keys.Length; row++)
        {
            int value = values[row];
            keys[row] |= (ulong)(value < 0 ? 0 : ranks[value]) << timeBits;
        }

        return timeBits + rankBits;
    }

    void SortByDigit(int shift)
    {
        const int Mask = (1 << DigitBits) - 1;
        Span<int> places = stackalloc int[Mask + 1];
        places.Clear();
        var keys = _keys.AsSpan(0, _count);
        foreach (ulong key in keys)
        {
            places[(int)(key >> shift) & Mask]++;
        }

        int sum = 0;
        foreach (ref int place in places)
        {
            (place, sum) = (sum, sum + place);
        }

        var rows = _rows;
        for (int i = 0; i < keys.Length; i++)
        {
            int place = places[(int)(keys[i] >> shift) & Mask]++;
            _otherKeys[place] = keys[i];
            _otherRows[place] = rows[i];
        }

        (_keys, _otherKeys) = (_otherKeys, _keys);
        (_rows, _otherRows) = (_otherRows, _rows);
    }
}
