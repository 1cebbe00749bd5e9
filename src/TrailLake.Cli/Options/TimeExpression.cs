using System.Globalization;
using System.Text.RegularExpressions;

namespace TrailLake.Cli.Options;

/// <summary>A point in time as people write it.</summary>
/// <param name="Start">The instant, or the first one of the day or month that was named; UTC.</param>
/// <param name="End">The instant, or the first one after that day or month; UTC.</param>
readonly partial record struct TimeExpression(DateTime Start, DateTime End)
{
    static readonly string[] s_times =
    [
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH",
    ];

    /// <summary>
    /// Reads a month, a date, a date with a time (T or a blank between them; UTC unless Z or an offset says otherwise), <c>now</c>,
    /// <c>today</c>, <c>yesterday</c>, or a span back from <paramref name="now"/>: 30m, 24h, 7d, 2w.
    /// </summary>
    public static bool TryParse(string text, DateTime now, out TimeExpression time)
    {
        text = text.Trim();
        var found = ReadRelative(text, now) ?? ReadDay(text, now) ?? ReadInstant(text);
        time = found.GetValueOrDefault();
        return found is not null;
    }

    static TimeExpression? ReadRelative(string text, DateTime now)
    {
        if (text.Equals("now", StringComparison.OrdinalIgnoreCase))
        {
            return new TimeExpression(now, now);
        }

        var match = Relative.Match(text);
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var unit = match.Groups[2].Value switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => TimeSpan.FromDays(7),
        };
        var ticks = (Int128)unit.Ticks * count;
        return ticks > now.Ticks ? null : new TimeExpression(now.AddTicks(-(long)ticks), now.AddTicks(-(long)ticks));
    }

    static TimeExpression? ReadDay(string text, DateTime now)
    {
        DateTime? day = text.ToLowerInvariant() switch
        {
            "today" => now.Date,
            "yesterday" => now.Date.AddDays(-1),
            _ => Exactly("yyyy-MM-dd"),
        };
        if (day is { } start)
        {
            return new TimeExpression(start, start < DateTime.MaxValue.Date ? start.AddDays(1) : DateTime.MaxValue);
        }

        return Exactly("yyyy-MM") is { Year: < 9999 } month ? new TimeExpression(month, month.AddMonths(1)) : null;

        DateTime? Exactly(string format) => DateTime.TryParseExact(
            text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }

    static TimeExpression? ReadInstant(string text)
    {
        var match = Instant.Match(text);
        if (!match.Success
            || !DateTime.TryParseExact(
                $"{match.Groups[1]}T{match.Groups[2]}", s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var offset = TimeSpan.Zero;
        if (match.Groups[3].Value is { Length: > 1 } zone)
        {
            var digits = zone[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
            var (hours, minutes) = (int.Parse(digits[..2]), int.Parse(digits[2..]));
            if (hours > 14 || minutes > 59)
            {
                return null;
            }

            offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        }

        if (local.Ticks - offset.Ticks is < 0 or > 3155378975999999999L)
        {
            return null;
        }

        var utc = DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
        return new TimeExpression(utc, utc);
    }

    [GeneratedRegex(@"^(\d{1,6})([smhdw])$", RegexOptions.CultureInvariant)]
    static partial Regex Relative { get; }

    [GeneratedRegex(
        @"^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}(?::\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?)\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?$",
        RegexOptions.CultureInvariant)]
    static partial Regex Instant { get; }
}
