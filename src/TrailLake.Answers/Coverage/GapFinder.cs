using System.Globalization;

namespace TrailLake.Answers.Coverage;

/// <summary>Finds the pauses that rhythm does not explain: of the lake, then of each account, then of each region.</summary>
/// <param name="end">First hour after the archive's last.</param>
sealed class GapFinder(long end)
{
    /// <summary>Least number of hours with data that make a rhythm: a person's few calls are none.</summary>
    const int FewestHours = 24;

    /// <summary>Least confidence of what is reported.</summary>
    const double Reported = 0.6;

    readonly List<CoverageFinding> _findings = [];

    /// <summary>The findings, the wider scope first.</summary>
    public static IReadOnlyList<CoverageFinding> Find(IReadOnlyList<CoverageSeries> series)
    {
        if (series.Count == 0)
        {
            return [];
        }

        var finder = new GapFinder(series.Max(one => one.Last) + 1);
        finder.Run(series);
        return finder._findings;
    }

    void Run(IReadOnlyList<CoverageSeries> series)
    {
        var accounts = series.GroupBy(one => one.Account).ToList();
        var ofLake = accounts.Count > 1 ? Judge(CoverageSeries.Merge(null, series), series, []) : [];
        foreach (var account in accounts)
        {
            var regions = account.ToList();
            var known = regions.Count > 1 ? Judge(CoverageSeries.Merge(account.Key, regions), regions, ofLake) : ofLake;
            foreach (var region in regions)
            {
                Judge(region, regions, known);
            }
        }
    }

    /// <summary>Judges a series' pauses; returns those that are explained now, the given ones among them.</summary>
    List<(long From, long To)> Judge(CoverageSeries series, IReadOnlyList<CoverageSeries> family, IReadOnlyList<(long From, long To)> known)
    {
        if (series.Hours.Count < FewestHours)
        {
            return [.. known];
        }

        var rhythm = new DeliveryRhythm(series);

        // In many hours, even a rare pause comes to be somewhere.
        var hours = family.Sum(one => one.Last - one.First + 1);
        var explained = known.ToList();
        foreach (var (from, to) in Pauses(series))
        {
            var expected = hours * rhythm.EmptyChance(from, to, known);
            var confidence = 1 / (1 + expected);
            if (confidence < Reported)
            {
                continue;
            }

            // What a wider finding says already is cut off at the ends.
            var (first, last) = (from, to);
            while (known.Any(pause => first >= pause.From && first < pause.To) && first < last)
            {
                first++;
            }

            while (known.Any(pause => last > pause.From && last <= pause.To) && last > first)
            {
                last--;
            }

            if (first < last)
            {
                explained.Add((from, to));
                _findings.Add(ToFinding(series, first, last, confidence, isEnd: to == end));
            }
        }

        return explained;
    }

    IEnumerable<(long From, long To)> Pauses(CoverageSeries series)
    {
        for (var i = 1; i < series.Hours.Count; i++)
        {
            if (series.Hours[i].Number > series.Hours[i - 1].Number + 1)
            {
                yield return (series.Hours[i - 1].Number + 1, series.Hours[i].Number);
            }
        }

        if (series.Last + 1 < end)
        {
            yield return (series.Last + 1, end);
        }
    }

    static CoverageFinding ToFinding(CoverageSeries series, long from, long to, double confidence, bool isEnd)
    {
        var objects = series.Hours.Sum(hour => hour.Objects) / (double)(series.Last - series.First + 1);
        var hours = series.Last - series.First + 1;
        var rate = string.Create(
            CultureInfo.InvariantCulture,
            $"{objects:0.##} objects an hour otherwise, and {series.Hours.Count:N0} of {hours:N0} hours with data");
        return new CoverageFinding
        {
            Kind = isEnd ? CoverageFindingKind.BrokeOff : CoverageFindingKind.Gap,
            Account = series.Account,
            Region = series.Region,
            From = CoverageHour.StartOf(from),
            To = CoverageHour.StartOf(to),
            Confidence = Math.Round(confidence, 4),
            Why = isEnd ? $"no delivery until the archive's end; {rate}" : rate,
        };
    }
}
