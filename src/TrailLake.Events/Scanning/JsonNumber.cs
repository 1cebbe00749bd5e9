using System.Globalization;
using System.Runtime.CompilerServices;

namespace TrailLake.Scanning;

/// <summary>
/// Tells numbers that every reader of JSON takes from those that some refuse. JSON has no bounds (RFC 8259, section 6), readers have:
/// ClickHouse (simdjson) refuses the whole text for an integer beyond 64 bits or a number beyond a double, Jackson for a number of more
/// than 1,000 characters, Python for an integer of more than 4,300 digits. DuckDB and .NET take all.
/// </summary>
static class JsonNumber
{
    /// <summary>A number without an exponent that is not longer than this is never wide.</summary>
    public const int MostPlainBytes = 18;

    const int MostBytes = 1000;

    /// <summary>True when some reader refuses a number that the grammar allows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsWide(ReadOnlySpan<byte> number)
    {
        if (number.Length > MostBytes)
        {
            return true;
        }

        if (number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
        {
            return !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || double.IsInfinity(value);
        }

        bool isNegative = number[0] == '-';
        var digits = isNegative ? number[1..] : number;
        var most = isNegative ? "9223372036854775808"u8 : "18446744073709551615"u8;
        return digits.Length > most.Length || (digits.Length == most.Length && digits.SequenceCompareTo(most) > 0);
    }
}
