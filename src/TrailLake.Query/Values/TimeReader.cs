using System.Globalization;

namespace TrailLake.Query.Values;

sealed unsafe class TimeReader : VectorReader
{
    public override string GetText(ulong row)
    {
        var ticks = ((long*)Data)[row] * 10;

        // SQL has 24:00:00, .NET has not.
        return ticks >= TimeSpan.TicksPerDay ? "24:00:00" : new TimeOnly(ticks).ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
    }
}
