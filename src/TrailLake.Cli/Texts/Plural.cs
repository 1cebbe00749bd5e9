namespace TrailLake.Cli.Texts;

/// <summary>Numbers with their noun in singular or plural.</summary>
static class Plural
{
    /// <summary>For example <c>1 event</c>, <c>2,000 events</c>, <c>3 copies</c>.</summary>
    /// <param name="plural">When it is not the noun with an s.</param>
    public static string Of(long count, string noun, string? plural = null) =>
        $"{count:N0} {(count == 1 ? noun : plural ?? noun + "s")}";
}
