namespace TrailLake.Answers.Connections.Engines;

/// <summary>The SQL of an engine, as far as the views need it.</summary>
sealed record EngineDialect
{
    /// <summary>What begins a view: CREATE VIEW and its like.</summary>
    public required string CreateView { get; init; }

    /// <summary>Text for FROM that reads a table of the lake as it stands there.</summary>
    public required Func<string, string> Table { get; init; }

    /// <summary>A text as a literal.</summary>
    public required Func<string, string> Literal { get; init; }

    /// <summary>The quote around names that are words of SQL too.</summary>
    public char NameQuote { get; init; } = '"';

    /// <summary>What stands before the name of each view.</summary>
    public string Schema { get; init; } = "";

    /// <summary>True when the lake's own tables bear the names <c>events_raw</c> and so on: no such view is made.</summary>
    public bool HasRawTables { get; init; }

    /// <summary>A relation of rows of numbers and texts; the columns are object_uri, first_index, last_index and copy_group.</summary>
    public Func<string, string> Rows { get; init; } = static rows =>
        $"(VALUES{rows}) AS runs (object_uri, first_index, last_index, copy_group)";

    /// <summary>A column's name.</summary>
    public string Name(string column) =>
        column is "date" or "offset" or "length" or "size" or "version" ? $"{NameQuote}{column}{NameQuote}" : column;

    /// <summary>A text as one word of a POSIX shell, whatever it holds.</summary>
    public static string ShellWord(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A text in which the backslash stands before what is not to be read.</summary>
    public static string BackslashLiteral(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
