using System.Globalization;

namespace TrailLake.Digests;

/// <summary>The times that the digests of each account and region cover, to say why a log file is not named by any.</summary>
sealed class DigestCoverage
{
    // A log file's name holds the minute, rounded down to five, of a delivery that the digest dates to the second.
    static readonly TimeSpan s_rounding = TimeSpan.FromMinutes(5);

    readonly Dictionary<(string Account, string Region), Region> _regions = [];

    public void Extend(TrailId trail, DateTime start, DateTime end)
    {
        var region = Of(trail);
        region.First = start < region.First ? start : region.First;
        region.Last = end > region.Last ? end : region.Last;
    }

    public void AddHole(TrailId trail, DateTime start, DateTime end, string why) => Of(trail).Holes.Add((start, end, why));

    /// <summary>Why no digest names a log file.</summary>
    public string Explain(string? account, string? region, DateTime? delivered)
    {
        if (account is null || region is null || !_regions.TryGetValue((account, region), out var known) || known.First > known.Last)
        {
            return "there is no digest of this account and region";
        }

        if (delivered is not { } time)
        {
            return "no digest names it";
        }

        if (time + s_rounding < known.First)
        {
            return $"delivered before the first digest begins ({TimeText(known.First)})";
        }

        if (time >= known.Last)
        {
            return $"not yet covered: delivered after the newest digest ends ({TimeText(known.Last)})";
        }

        foreach (var (start, end, why) in known.Holes)
        {
            if (time + s_rounding > start && time < end)
            {
                return why;
            }
        }

        return "digests cover the time of its delivery and none names it: it was put there by someone else, or was renamed";
    }

    /// <summary>For example <c>2026-03-01T10:00:00Z</c>.</summary>
    public static string TimeText(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    Region Of(TrailId trail)
    {
        if (!_regions.TryGetValue((trail.Account, trail.Region), out var region))
        {
            _regions.Add((trail.Account, trail.Region), region = new Region());
        }

        return region;
    }

    sealed class Region
    {
        public DateTime First { get; set; } = DateTime.MaxValue;

        public DateTime Last { get; set; } = DateTime.MinValue;

        public List<(DateTime Start, DateTime End, string Why)> Holes { get; } = [];
    }
}
