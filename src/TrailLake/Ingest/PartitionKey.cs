using System;

namespace TrailLake.Ingest;

/// <summary>A partition of the lake.</summary>
/// <param name="Day">UTC day of eventTime, counted from 1970-01-01.</param>
/// <param name="Account">Account whose trail recorded the events.</param>
readonly record struct PartitionKey(int Day, string Account)
{
    static readonly int s_epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The day as a date.</summary>
    public DateOnly Date => DateOnly.FromDayNumber(s_epoch + Day);

    /// <summary>The number of a date.</summary>
    public static int DayOf(DateOnly date) => date.DayNumber - s_epoch;
}
