using System.CommandLine;
using System.Globalization;

namespace TrailLake.Cli.Options;

/// <summary><c>--timeout</c>: how long an answer may take.</summary>
sealed class TimeoutOption : Option<string>
{
    public TimeoutOption()
        : base("--timeout")
    {
        Description = "Stop after this time, such as 30s, 5m or 1h, with exit code 124.";
        HelpName = "TIME";
    }

    /// <summary>The time; null when none is set.</summary>
    public static TimeSpan? Read(ParseResult arguments)
    {
        if (SharedOption.Value<TimeoutOption>(arguments) is not { } text)
        {
            return null;
        }

        double unit = text.Length > 0 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } : 0;
        string number = unit > 0 ? text[..^1] : text;

        // A timer takes 49 days at most.
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value * Math.Max(unit, 1) is > 0 and <= 40 * 86_400
            ? TimeSpan.FromSeconds(value * Math.Max(unit, 1))
            : throw UsageError.Unexpected("--timeout", text, "a time such as 30s, 5m or 1h");
    }
}
