using System;
using System.Globalization;
using System.Text;
using Parquet.Data;
using TrailLake.Lake.Verification;

namespace TrailLake.Parquet.Rows;

/// <summary>Compares what a row group says about a column with the column's values. Bounds may be wider than the values, never narrower.</summary>
static class ChunkStatistics
{
    /// <summary>What does not hold, in a few words; null when all does.</summary>
    public static string? Differ(DataColumnStatistics claimed, in LeafTally found)
    {
        if (claimed.NullCount is { } nulls && nulls != found.Nulls)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the file says {nulls} nulls, it has {found.Nulls}");
        }

        if (found.MinText is not null)
        {
            return Text(claimed.MinValue) is { } low && Utf8Order.Compare(low, found.MinText) > 0 ? "a value is less than the file's minimum"
                : Text(claimed.MaxValue) is { } high && Utf8Order.Compare(high, found.MaxText!) < 0 ? "a value is greater than the file's maximum"
                : null;
        }

        if (found.Min is { } min && found.Max is { } max)
        {
            return Number(claimed.MinValue) is { } least && least > min ? "a value is less than the file's minimum"
                : Number(claimed.MaxValue) is { } greatest && greatest < max ? "a value is greater than the file's maximum"
                : null;
        }

        return null;
    }

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
        DateTime time => Micros.Of(time),
        _ => null,
    };
}
