using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TrailLake.Query.Coverage;

namespace TrailLake.Cli.Output;

/// <summary>
/// The calendar of a span: a row for each day and a column for each hour, or, of more than five weeks, a row for each weekday and a column for
/// each week.
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

        var missing = Gaps(report, from, to);
        return to - from <= MostDays * 24 ? Days(from, to, events, missing) : Weeks(from, to, events, missing, width);
    }

    // True where everything is missing, false where something is.
    static Dictionary<long, bool> Gaps(CoverageReport report, long from, long to)
    {
        var gaps = new Dictionary<long, bool>();
        foreach (var finding in report.Findings.Where(finding => finding.IsMissing))
        {
            var last = Math.Min(to, CoverageHour.NumberOf(finding.To.AddTicks(-1)) + 1);
            for (var hour = Math.Max(from, CoverageHour.NumberOf(finding.From)); hour < last; hour++)
            {
                gaps[hour] = gaps.GetValueOrDefault(hour) || (finding is { Account: null, Region: null, Count: 0 });
            }
        }

        return gaps;
    }

    static IEnumerable<string> Days(long from, long to, Dictionary<long, long> events, Dictionary<long, bool> missing)
    {
        var most = events.Where(pair => pair.Key >= from && pair.Key < to).Select(pair => pair.Value).DefaultIfEmpty(1).Max();
        yield return new string(' ', LabelWidth) + "00    06    12    18    (hour, UTC)";
        for (var day = from / 24; day * 24 < to; day++)
        {
            var start = day * 24;
            var cells = Enumerable.Range(0, 24).Select(hour => Cell(start + hour, 1, from, to, events, missing, most));
            yield return CoverageHour.StartOf(start).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).PadRight(LabelWidth) + string.Concat(cells);
        }
    }

    static IEnumerable<string> Weeks(long from, long to, Dictionary<long, long> events, Dictionary<long, bool> missing, int width)
    {
        var most = events.Where(pair => pair.Key >= from && pair.Key < to).GroupBy(pair => pair.Key / 24).Select(day => day.Sum(pair => pair.Value)).DefaultIfEmpty(1).Max();

        // 1970-01-01 was a Thursday.
        var monday = (from / 24) - (((from / 24) + 3) % 7);
        var weeks = (int)((((to + 23) / 24) - monday + 6) / 7);
        var perBlock = Math.Max(8, width - LabelWidth - 1);
        for (var first = 0; first < weeks; first += perBlock)
        {
            var count = Math.Min(perBlock, weeks - first);
            yield return new string(' ', LabelWidth) + Months(monday + (first * 7L), count);
            for (var weekday = 0; weekday < 7; weekday++)
            {
                var cells = Enumerable.Range(first, count).Select(week => Cell((monday + (week * 7L) + weekday) * 24, 24, from, to, events, missing, most));
                yield return CoverageHour.StartOf((monday + weekday) * 24).ToString("ddd", CultureInfo.InvariantCulture).PadRight(LabelWidth) + string.Concat(cells);
            }
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
            var text = day.ToString(day.Month == 1 || week == 0 ? "MMM yy" : "MMM", CultureInfo.InvariantCulture);
            if ((day.Day <= 7 || week == 0) && week >= free && week + text.Length <= weeks)
            {
                text.CopyTo(0, line, week, text.Length);
                free = week + text.Length + 1;
            }
        }

        return new string(line).TrimEnd();
    }

    static char Cell(long start, int hours, long from, long to, Dictionary<long, long> events, Dictionary<long, bool> missing, long most)
    {
        if (start + hours <= from || start >= to)
        {
            return Outside;
        }

        long sum = 0;
        var isPartly = false;
        var isWhole = false;
        for (var hour = start; hour < start + hours; hour++)
        {
            sum += events.GetValueOrDefault(hour);
            if (missing.TryGetValue(hour, out var all))
            {
                isPartly = true;
                isWhole |= all;
            }
        }

        return sum == 0 && (isWhole || isPartly) ? Missing
            : isPartly ? PartlyMissing
            : sum == 0 ? Quiet
            : Levels[(int)Math.Min(Levels.Length - 1, Math.Log(sum + 1) / Math.Log(most + 2) * Levels.Length)];
    }
}
