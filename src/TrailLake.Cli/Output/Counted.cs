using System.Globalization;

namespace TrailLake.Cli.Output;

/// <summary>Numbers with their noun in singular or plural.</summary>
static class Counted
{
    /// <summary>For example <c>1 event</c>, <c>2,000 events</c>, <c>3 copies</c>.</summary>
    /// <param name="plural">When it is not the noun with an s.</param>
    public static string Of(long count, string noun, string? plural = null) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? noun : plural ?? noun + "s");
}
