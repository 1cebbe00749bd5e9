using System.Globalization;

namespace TrailLake.Query.Sql;

/// <summary>Writes values as SQL.</summary>
static class SqlText
{
    /// <summary>How a statement begins that sets what <c>getvariable</c> gives; behind it <c>name = value</c>.</summary>
    public const string SetVariable = "SET VARIABLE ";

    /// <summary>A text. SQL ends at a NUL, so one that holds it is put together.</summary>
    public static string Literal(string text)
    {
        var quoted = "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        return quoted.Contains('\0', StringComparison.Ordinal)
            ? "(" + quoted.Replace("\0", "' || chr(0) || '", StringComparison.Ordinal) + ")"
            : quoted;
    }

    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A list of texts, typed also when it is empty.</summary>
    public static string List(IEnumerable<string> texts) => "[" + string.Join(",", texts.Select(Literal)) + "]::VARCHAR[]";

    public static string Timestamp(DateTime utc) =>
        string.Create(CultureInfo.InvariantCulture, $"TIMESTAMPTZ '{utc:yyyy-MM-dd HH:mm:ss.ffffff}+00'");

    public static string Date(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"DATE '{date:yyyy-MM-dd}'");
}
