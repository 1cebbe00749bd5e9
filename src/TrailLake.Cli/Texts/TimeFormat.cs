namespace TrailLake.Cli.Texts;

/// <summary>Points in time, UTC, as the command writes them.</summary>
static class TimeFormat
{
    /// <summary>As JSON and rows have it, with as many decimals as it has.</summary>
    public static string? Iso(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'");

    /// <summary>To the second, for a person.</summary>
    public static string Second(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'");

    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd");
}
