namespace TrailLake.Answers.Coverage;

/// <summary>The hours of an account and region that have data. Hours without any are absent.</summary>
/// <param name="account">Account; null for all.</param>
/// <param name="region">Region; null for all.</param>
/// <param name="hours">Hours with data, in order; at least one.</param>
public sealed class CoverageSeries(string? account, string? region, IReadOnlyList<CoverageHour> hours)
{

    /// <summary>Account; null for all of the lake's.</summary>
    public string? Account { get; } = account;

    /// <summary>Region; null for all of the account's.</summary>
    public string? Region { get; } = region;

    /// <summary>Hours with data, in order; at least one.</summary>
    public IReadOnlyList<CoverageHour> Hours { get; } = hours;

    /// <summary>Its first hour with data.</summary>
    public long First => Hours[0].Number;

    /// <summary>Its last hour with data.</summary>
    public long Last => Hours[^1].Number;

    /// <summary>Events of all its hours.</summary>
    public long Events => Hours.Sum(hour => hour.Events);

    /// <summary>Events of its hours that were purged.</summary>
    public long Purged => Hours.Sum(hour => hour.Purged);

    /// <summary>Several series as one: objects and events of the same hour are added.</summary>
    public static CoverageSeries Merge(string? account, IEnumerable<CoverageSeries> parts)
    {
        var hours = new CoverageHourTable();
        foreach (var part in parts)
        {
            foreach (var hour in part.Hours)
            {
                hours.Add(hour);
            }
        }

        return new CoverageSeries(account, null, hours.ToList());
    }
}
