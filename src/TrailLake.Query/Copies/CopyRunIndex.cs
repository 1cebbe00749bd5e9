namespace TrailLake.Query.Copies;

/// <summary>Finds the links that hold a record behind their first one: an interval tree in a sorted array.</summary>
sealed class CopyRunIndex
{
    readonly List<(long First, long End, int Link, bool IsCopy)> _sides = [];
    long[] _ends = [];

    /// <summary>Adds a side; before <see cref="Seal"/>.</summary>
    public void Add(long first, long records, int link, bool isCopy) => _sides.Add((first, first + records, link, isCopy));

    /// <summary>Sorts; nothing is added after it.</summary>
    public void Seal()
    {
        _sides.Sort(static (a, b) => a.First.CompareTo(b.First));
        _ends = new long[_sides.Count];
        MeasureEnds(0, _sides.Count);
    }

    /// <summary>Calls back for each side with <c>First &lt; record &lt; End</c>.</summary>
    public void Find(long record, Action<int, bool> found) => Find(0, _sides.Count, record, found);

    // The middle of a span is its root; _ends has there the greatest end of the span.
    long MeasureEnds(int from, int to)
    {
        if (from >= to)
        {
            return long.MinValue;
        }

        int middle = (from + to) >>> 1;
        return _ends[middle] = Math.Max(_sides[middle].End, Math.Max(MeasureEnds(from, middle), MeasureEnds(middle + 1, to)));
    }

    void Find(int from, int to, long record, Action<int, bool> found)
    {
        if (from >= to || _ends[(from + to) >>> 1] <= record)
        {
            return;
        }

        int middle = (from + to) >>> 1;
        Find(from, middle, record, found);
        var (first, end, link, isCopy) = _sides[middle];
        if (first < record)
        {
            if (record < end)
            {
                found(link, isCopy);
            }

            Find(middle + 1, to, record, found);
        }
    }
}
