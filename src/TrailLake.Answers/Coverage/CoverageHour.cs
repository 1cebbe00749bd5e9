namespace TrailLake.Answers.Coverage;

/// <summary>One hour of one account and region.</summary>
/// <param name="Number">Hours since 1970-01-01, UTC.</param>
/// <param name="Objects">Objects with events of this hour; one that spans two hours stands in both.</param>
/// <param name="Events">Events of the objects that begin in this hour, exact copies and what was purged left out.</param>
/// <param name="Purged">Such events that were purged since; none of objects over many hours, or from a purged day into a kept one.</param>
public readonly record struct CoverageHour(long Number, long Objects, long Events, long Purged = 0)
{
    /// <summary>Its first instant, UTC.</summary>
    public DateTime Start => StartOf(Number);

    /// <summary>Two of the same hour as one.</summary>
    internal CoverageHour And(CoverageHour other) =>
        new(other.Number, Objects + other.Objects, Events + other.Events, Purged + other.Purged);

    /// <summary>First instant of an hour, UTC.</summary>
    public static DateTime StartOf(long number) => DateTime.UnixEpoch.AddHours(number);

    /// <summary>The hour that an instant lies in.</summary>
    public static long NumberOf(DateTime utc) => (utc.Ticks / TimeSpan.TicksPerHour) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerHour);
}
