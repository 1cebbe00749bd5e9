namespace TrailLake.Query.Search;

/// <summary>Leaves out the data files that can hold no event of a filter, and counts why.</summary>
sealed class FilePruning
{
    /// <summary>Skipped by day.</summary>
    public int ByDate { get; private set; }

    /// <summary>Skipped by account.</summary>
    public int ByAccount { get; private set; }

    /// <summary>Skipped by the bounds of their events' times.</summary>
    public int ByStatistics { get; private set; }

    /// <summary>The files that are left.</summary>
    public IReadOnlyList<LakeFile> Run(IReadOnlyList<LakeFile> files, EventFilter filter)
    {
        if (filter is { From: null, To: null, Accounts.Count: 0 })
        {
            return files;
        }

        var accounts = new HashSet<string>(filter.Accounts, StringComparer.Ordinal);
        var first = filter.From is { } from ? DateOnly.FromDateTime(from) : DateOnly.MinValue;

        // The end is exclusive: at midnight, the day that begins there is not wanted.
        var last = filter.To is { } to && to > DateTime.MinValue ? DateOnly.FromDateTime(to.AddTicks(-1)) : DateOnly.MaxValue;
        var kept = new List<LakeFile>();
        foreach (var file in files)
        {
            if (file.Date < first || file.Date > last)
            {
                ByDate++;
            }
            else if (accounts.Count > 0 && !accounts.Contains(file.Account))
            {
                ByAccount++;
            }
            else if ((file.Date == first || file.Date == last) && IsOutside(file, filter))
            {
                // Only of the first and the last day may a part not be wanted: statistics are parsed for these alone.
                ByStatistics++;
            }
            else
            {
                kept.Add(file);
            }
        }

        return kept;
    }

    static bool IsOutside(LakeFile file, EventFilter filter) =>
        (filter.From is { } from && file.Source?.MaxEventTime < from) || (filter.To is { } to && file.Source?.MinEventTime >= to);
}
