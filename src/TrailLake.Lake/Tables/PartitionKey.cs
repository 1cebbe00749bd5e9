using System.Text;

namespace TrailLake.Tables;

/// <summary>A partition of the lake.</summary>
/// <param name="Day">UTC day of eventTime, counted from 1970-01-01.</param>
/// <param name="Account">Account whose trail recorded the events.</param>
readonly record struct PartitionKey(int Day, string Account)
{
    /// <summary>Longest text that is taken for an account: partitions are named in memory, in the log and in each answer.</summary>
    public const int MostAccountBytes = 32 << 10;

    static readonly int s_epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The day as a date.</summary>
    public DateOnly Date => DateOnly.FromDayNumber(s_epoch + Day);

    /// <summary>The partition of an event.</summary>
    /// <param name="account">Account, UTF-8; empty when none is known.</param>
    public static PartitionKey Of(int day, ReadOnlySpan<byte> account) =>
        new(day, account.IsEmpty ? PartitionFolder.UnknownAccount : Encoding.UTF8.GetString(account));

    /// <summary>The partition of a data file.</summary>
    public static PartitionKey Of(DateOnly date, string account) => new(DayOf(date), account);

    /// <summary>The number of a date.</summary>
    public static int DayOf(DateOnly date) => date.DayNumber - s_epoch;
}
