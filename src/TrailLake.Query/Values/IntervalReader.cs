using System.Globalization;
using System.Runtime.InteropServices;

namespace TrailLake.Query.Values;

/// <summary>Intervals as DuckDB prints them: <c>2 months 3 days 04:05:06</c>.</summary>
sealed unsafe class IntervalReader : VectorReader
{
    public override string GetText(ulong row)
    {
        var value = ((Interval*)Data)[row];
        var parts = new List<string>();
        Add(parts, value.Months / 12, "year");
        Add(parts, value.Months % 12, "month");
        Add(parts, value.Days, "day");
        if (value.Micros != 0 || parts.Count == 0)
        {
            var micros = UInt128.CreateChecked(Int128.Abs(value.Micros));
            var fraction = micros % 1_000_000;
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{(value.Micros < 0 ? "-" : "")}{micros / 3_600_000_000:00}:{micros / 60_000_000 % 60:00}:{micros / 1_000_000 % 60:00}")
                + (fraction == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{fraction:000000}").TrimEnd('0')));
        }

        return string.Join(' ', parts);
    }

    static void Add(List<string> parts, int count, string unit)
    {
        if (count != 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count is 1 or -1 ? "" : "s")}"));
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly struct Interval
    {
        public readonly int Months;
        public readonly int Days;
        public readonly long Micros;
    }
}
