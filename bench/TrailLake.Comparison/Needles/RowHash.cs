namespace TrailLake.Comparison.Needles;

/// <summary>A hash of rows that does not depend on their order: the sum of the rows' FNV-1a hashes.</summary>
struct RowHash
{
    const ulong Start = 14695981039346656037;
    const ulong Prime = 1099511628211;

    ulong _row;

    /// <summary>The hash of the rows that were ended.</summary>
    public ulong Sum { get; private set; }

    /// <summary>Number of rows that were ended.</summary>
    public long Rows { get; private set; }

    /// <summary>Takes in the row's next value.</summary>
    public void Add(string? value)
    {
        var hash = _row == 0 ? Start : _row;
        foreach (var character in value ?? "\0")
        {
            hash = (hash ^ character) * Prime;
        }

        _row = (hash ^ '\n') * Prime;
    }

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        Sum += _row;
        Rows++;
        _row = 0;
    }
}
