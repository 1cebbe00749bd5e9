using System.Globalization;
using TrailLake.Answers.Principals;

namespace TrailLake.Cli.Reports;

/// <summary>Turns counts into bars that fit a screen.</summary>
static class ChartBars
{
    const int MostDays = 62;

    /// <summary>The bars of a dimension: days and hours without a gap, of the rest the most frequent.</summary>
    public static IReadOnlyList<Bar> Of(CountDimension dimension, IReadOnlyList<EventCount> counts, int top) => dimension switch
    {
        CountDimension.Day => Days(counts),
        CountDimension.Hour =>
            [.. Enumerable.Range(0, 24).Select(hour => hour.ToString("00")).Select(hour => Find(counts, hour, hour + ":00"))],
        _ => [.. counts.Take(top).Select(count => new Bar(count.Value, count.Events, count.Failed))],
    };

    // A day without events is the answer to some questions; a year of days is more than a screen holds, and months are shown.
    static IReadOnlyList<Bar> Days(IReadOnlyList<EventCount> counts)
    {
        var days = counts.Where(count => count.Value.Length > 0).ToList();
        if (days.Count == 0)
        {
            return [];
        }

        var first = DateOnly.ParseExact(days[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = DateOnly.ParseExact(days[^1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var length = last.DayNumber - first.DayNumber + 1;
        return length > MostDays
            ? [.. days.GroupBy(day => day.Value[..7])
                .Select(month => new Bar(month.Key, month.Sum(day => day.Events), month.Sum(day => day.Failed)))]
            : [.. Enumerable.Range(0, length).Select(i => first.AddDays(i).ToString("yyyy-MM-dd")).Select(day => Find(days, day, day))];
    }

    static Bar Find(IReadOnlyList<EventCount> counts, string value, string label) =>
        counts.FirstOrDefault(count => count.Value == value) is { } found ? new Bar(label, found.Events, found.Failed) : new Bar(label, 0);
}
