using System.Globalization;
using System.Net;
using System.Numerics;
using DuckDB.NET.Data;

namespace TrailLake.Query.Execution;

/// <summary>A value for a question mark, as DuckDB takes it.</summary>
static class QueryParameter
{
    /// <summary>Makes it. A time is taken as UTC, unless it says that it is local.</summary>
    /// <exception cref="ArgumentException">DuckDB has no type for the value.</exception>
    public static DuckDBParameter Of(object? value, int number) => new(Convert(value, number)!);

    static object? Convert(object? value, int number) => value switch
    {
        null or DBNull => null,
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTimeOffset time => time.UtcDateTime,
        Int128 whole => (BigInteger)whole,
        UInt128 whole => (BigInteger)whole,
        IPAddress or char or Uri => value.ToString(),
        string or bool or sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger or float or double or decimal
            or DateTime or DateOnly or TimeOnly or TimeSpan or Guid or byte[] => value,
        IEnumerable<string> texts => new List<string>(texts),
        IEnumerable<int> or IEnumerable<long> or IEnumerable<bool> or IEnumerable<double> or IEnumerable<DateTime> => value,
        _ => throw new ArgumentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"parameter {number + 1} is a {value.GetType()}; SQL takes texts, numbers, booleans, times, GUIDs, bytes, and lists"),
            "parameters"),
    };
}
