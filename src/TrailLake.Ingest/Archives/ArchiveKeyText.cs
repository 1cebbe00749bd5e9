using System.Buffers;

namespace TrailLake.Ingest.Archives;

/// <summary>The small words that keys are made of. ASCII only: <c>char.IsDigit</c> would take digits of other scripts.</summary>
static class ArchiveKeyText
{
    static readonly SearchValues<char> s_lettersAndDigits =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    static readonly SearchValues<char> s_notInRegion =
        SearchValues.Create([.. "_/\\", .. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>Twelve digits.</summary>
    public static bool IsAccount(ReadOnlySpan<char> text) => text.Length == 12 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary><c>o-</c> and letters or digits. Real ones have 10 to 32; scrubbed archives hold others.</summary>
    public static bool IsOrganization(ReadOnlySpan<char> text) =>
        text is ['o', '-', _, ..] && !text[2..].ContainsAnyExcept(s_lettersAndDigits);

    /// <summary>Any token, because scrubbed archives hold odd ones; without slashes and <c>_</c>, which separates parts of names.</summary>
    public static bool IsRegion(ReadOnlySpan<char> text) => text is not ("" or "." or "..") && !text.ContainsAny(s_notInRegion);

    /// <summary>Year, month and day of three folders.</summary>
    /// <param name="padded">False when month and day may lack the leading zero.</param>
    public static bool TryDay(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day, bool padded, out DateOnly result)
    {
        result = default;
        int shortest = padded ? 2 : 1;
        return year.Length == 4
            && month.Length <= 2 && month.Length >= shortest
            && day.Length <= 2 && day.Length >= shortest
            && TryNumber(year, out int y) && TryNumber(month, out int m) && TryNumber(day, out int d)
            && TryDay(y, m, d, out result);
    }

    /// <summary><c>yyyyMMddTHHmmZ</c> or <c>yyyyMMddTHHmmssZ</c> at the start of the text.</summary>
    public static bool TryTime(ReadOnlySpan<char> text, out DateTime time)
    {
        time = default;
        if (text.Length < 14 || text[8] != 'T')
        {
            return false;
        }

        int second = 0;
        if (text[13] != 'Z' && (text.Length < 16 || text[15] != 'Z' || !TryNumber(text.Slice(13, 2), out second) || second > 59))
        {
            return false;
        }

        if (!TryNumber(text[..4], out int y) || !TryNumber(text.Slice(4, 2), out int m) || !TryNumber(text.Slice(6, 2), out int d)
            || !TryDay(y, m, d, out var date)
            || !TryNumber(text.Slice(9, 2), out int hour) || hour > 23 || !TryNumber(text.Slice(11, 2), out int minute) || minute > 59)
        {
            return false;
        }

        time = date.ToDateTime(new TimeOnly(hour, minute, second), DateTimeKind.Utc);
        return true;
    }

    /// <summary>The text as a string: the one given when it is the same, because neighbours in a listing share most parts.</summary>
    public static string Reuse(ReadOnlySpan<char> text, string? previous) =>
        previous is not null && text.SequenceEqual(previous) ? previous : text.ToString();

    static bool TryDay(int year, int month, int day, out DateOnly result)
    {
        bool valid = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        result = valid ? new DateOnly(year, month, day) : default;
        return valid;
    }

    static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return true;
    }
}
