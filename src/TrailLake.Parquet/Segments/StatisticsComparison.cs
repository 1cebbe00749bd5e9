using System.Globalization;
using System.Text;
using Parquet.Data;
using TrailLake.Parquet.Tables;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Compares a row group's statistics of a column with its values. Bounds may be wider than the values, never narrower.</summary>
static class StatisticsComparison
{
    /// <summary>What does not hold, in a few words; null when all does.</summary>
    public static string? Differ(DataColumnStatistics claimed, in MeasuredStatistics found)
    {
        if (claimed.NullCount is { } nulls && nulls != found.Nulls)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the file says {nulls} nulls, it has {found.Nulls}");
        }

        if (found.MinText is not null)
        {
            return Words(
                Text(claimed.MinValue) is { } low && Utf8Comparison.Compare(low, found.MinText) > 0,
                Text(claimed.MaxValue) is { } high && Utf8Comparison.Compare(high, found.MaxText!) < 0);
        }

        // A comparison with null is false: no claim, or no value.
        return Words(Number(claimed.MinValue) > found.Min, Number(claimed.MaxValue) < found.Max);
    }

    static string? Words(bool isLess, bool isGreater) => isLess ? "a value is less than the file's minimum"
        : isGreater ? "a value is greater than the file's maximum"
        : null;

    static string? Text(object? bound) => bound switch
    {
        string text => text,
        ReadOnlyMemory<char> text => text.ToString(),
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        ReadOnlyMemory<byte> bytes => Encoding.UTF8.GetString(bytes.Span),
        _ => null,
    };

    static long? Number(object? bound) => bound switch
    {
        long number => number,
        int number => number,
        bool flag => flag ? 1 : 0,
        DateTime time => UnixMicroseconds.Of(time),
        _ => null,
    };
}
