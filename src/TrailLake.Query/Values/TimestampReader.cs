using System.Globalization;

namespace TrailLake.Query.Values;

/// <summary>Times as ISO 8601 in UTC, with a fraction only when there is one: <c>2023-07-10T12:11:15Z</c>.</summary>
/// <remarks>A unit of the column is either several ticks (of 100 ns) or a part of one.</remarks>
sealed unsafe class TimestampReader(long ticksPerUnit, long unitsPerTick) : VectorReader
{
    public override string GetText(ulong row)
    {
        var units = ((long*)Data)[row];
        switch (units)
        {
            case long.MaxValue:
                return "infinity";
            case -long.MaxValue:
                return "-infinity";
        }

        var ticks = ((Int128)units * ticksPerUnit / unitsPerTick) + DateTime.UnixEpoch.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            // Outside of the years 1 to 9999, which no log has: the raw number is better than none.
            return units.ToString(CultureInfo.InvariantCulture);
        }

        return new DateTime((long)ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }
}
