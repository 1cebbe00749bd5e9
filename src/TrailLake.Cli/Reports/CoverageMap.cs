using TrailLake.Answers.Coverage;

namespace TrailLake.Cli.Reports;

/// <summary>
/// The calendar of a span: a row for each day and a column for each hour, or, of more than five weeks, a row for each weekday and a column
/// for each week.
/// </summary>
static class CoverageMap
{
    /// <summary>Nothing delivered, and nothing that says that it should have been.</summary>
    public const char Quiet = '·';

    /// <summary>Data is missing in all that is shown.</summary>
    public const char Missing = '×';

    /// <summary>Data is missing in some account or region.</summary>
    public const char PartlyMissing = '!';

    /// <summary>Outside of the span.</summary>
    public const char Outside = ' ';

    /// <summary>Few to many events.</summary>
    public const string Levels = "░▒▓█";

    const int MostDays = 35;
    const int LabelWidth = 12;

    /// <summary>The lines, without line ends; their cells are the characters of this class.</summary>
    /// <param name="width">Columns of the page.</param>
    public static IEnumerable<string> Lines(CoverageReport report, int width)
    {
        if (report is not { ArchiveFrom: { } begins, ArchiveTo: { } ends })
        {
            return [];
        }

        var from = CoverageHour.NumberOf(report.Request.From ?? begins);
        var to = CoverageHour.NumberOf((report.Request.To ?? ends).AddTicks(-1)) + 1;
        if (to <= from)
        {
            return [];
        }

        var events = new Dictionary<long, long>();
        foreach (var hour in report.Series.SelectMany(series => series.Hours))
        {
            // An hour with an object and no event is not an empty one; one of which all was purged is.
            events[hour.Number] = events.GetValueOrDefault(hour.Number) + hour.Events + (hour is { Events: 0, Purged: > 0 } ? 0 : 1);
        }

        var map = new Cells(from, to, events, Gaps(report, from, to));
        return to - from <= MostDays * 24 ? map.Days() : map.Weeks(width);
    }

    static HashSet<long> Gaps(CoverageReport report, long from, long to)
    {
        var gaps = new HashSet<long>();
        foreach (var finding in report.Findings.Where(finding => finding.IsMissing))
        {
            var last = Math.Min(to, CoverageHour.NumberOf(finding.To.AddTicks(-1)) + 1);
            for (var hour = Math.Max(from, CoverageHour.NumberOf(finding.From)); hour < last; hour++)
            {
                gaps.Add(hour);
            }
        }

        return gaps;
    }

    /// <param name="From">Number of the first hour.</param>
    /// <param name="To">Number of the first hour after the span.</param>
    /// <param name="Events">Events by hour.</param>
    /// <param name="Gaps">Hours in which data is missing.</param>
    readonly record struct Cells(long From, long To, Dictionary<long, long> Events, HashSet<long> Gaps)
    {
        public IEnumerable<string> Days()
        {
            var most = MostIn(1);
            yield return new string(' ', LabelWidth) + "00    06    12    18    (hour, UTC)";
            for (var day = From / 24; day * 24 < To; day++)
            {
                var line = CoverageHour.StartOf(day * 24).ToString("yyyy-MM-dd").PadRight(LabelWidth);
                for (var hour = day * 24; hour < (day + 1) * 24; hour++)
                {
                    line += Cell(hour, 1, most);
                }

                yield return line;
            }
        }

        public IEnumerable<string> Weeks(int width)
        {
            var most = MostIn(24);

            // 1970-01-01 was a Thursday.
            var monday = (From / 24) - (((From / 24) + 3) % 7);
            var weeks = (int)((((To + 23) / 24) - monday + 6) / 7);
            var perBlock = Math.Max(8, width - LabelWidth - 1);
            for (var first = 0; first < weeks; first += perBlock)
            {
                var count = Math.Min(perBlock, weeks - first);
                yield return new string(' ', LabelWidth) + Months(monday + (first * 7L), count);
                for (var weekday = monday; weekday < monday + 7; weekday++)
                {
                    var line = CoverageHour.StartOf(weekday * 24).ToString("ddd").PadRight(LabelWidth);
                    for (var week = first; week < first + count; week++)
                    {
                        line += Cell((weekday + (week * 7L)) * 24, 24, most);
                    }

                    yield return line;
                }
            }
        }

        // Events of the cell that has most.
        long MostIn(int hours)
        {
            var (from, to) = (From, To);
            return Events.Where(pair => pair.Key >= from && pair.Key < to).GroupBy(pair => pair.Key / hours)
                .Select(cell => cell.Sum(pair => pair.Value)).DefaultIfEmpty(1).Max();
        }

        char Cell(long start, int hours, long most)
        {
            if (start + hours <= From || start >= To)
            {
                return Outside;
            }

            long sum = 0;
            var isMissing = false;
            for (var hour = start; hour < start + hours; hour++)
            {
                sum += Events.GetValueOrDefault(hour);
                isMissing |= Gaps.Contains(hour);
            }

            return isMissing ? (sum == 0 ? Missing : PartlyMissing)
                : sum == 0 ? Quiet
                : Levels[(int)Math.Min(Levels.Length - 1, Math.Log(sum + 1) / Math.Log(most + 2) * Levels.Length)];
        }
    }

    // A month stands over its first week where there is room for it.
    static string Months(long monday, int weeks)
    {
        var line = new char[weeks];
        Array.Fill(line, ' ');
        var free = 0;
        for (var week = 0; week < weeks; week++)
        {
            var day = CoverageHour.StartOf((monday + (week * 7L)) * 24);
            var text = day.ToString(day.Month == 1 || week == 0 ? "MMM yy" : "MMM");
            if ((day.Day <= 7 || week == 0) && week >= free && week + text.Length <= weeks)
            {
                text.CopyTo(0, line, week, text.Length);
                free = week + text.Length + 1;
            }
        }

        return new string(line).TrimEnd();
    }
}
