using TrailLake.Errors;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>The engines that <c>connect</c> has a text for.</summary>
static class LakeEngines
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<ILakeEngine> All { get; } =
        [new DuckDBEngine(), new ClickHouseEngine(), new SparkEngine(), new TrinoEngine(), new AthenaEngine(), new PolarsEngine()];

    /// <summary>Their names, for a sentence.</summary>
    public static string Names { get; } = string.Join(", ", All.SkipLast(1).Select(engine => engine.Name)) + " or " + All[^1].Name;

    /// <summary>The engine of a name, in any case of letters.</summary>
    /// <exception cref="TrailLakeException">There is none of this name.</exception>
    public static ILakeEngine Find(string name) =>
        All.FirstOrDefault(engine => engine.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TrailLakeException(ErrorKind.Usage, $"--engine is '{name}', expected {Names}", "--engine");

    /// <summary>The text of an engine for one lake.</summary>
    /// <exception cref="TrailLakeException">The lake's path has a character that no such text can hold.</exception>
    public static string Text(ILakeEngine engine, EngineLake lake)
    {
        // A line end would end a comment, and a terminal would not show the path as it is.
        if (TerminalText.Escape(lake.Origin.Lake) != lake.Origin.Lake)
        {
            throw new TrailLakeException(
                ErrorKind.Usage,
                "the path of the lake has a control character, which no engine's text can hold: "
                    + "make a link with a plain name (ln -s) and name that",
                lake.Origin.Lake);
        }

        using var text = new StringWriter { NewLine = "\n" };
        engine.Write(text, lake);
        return text.ToString();
    }
}
