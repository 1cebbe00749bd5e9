using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Native;
using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Query.Sql;

/// <summary>Turns DuckDB's errors into the project's.</summary>
static partial class SqlErrors
{
    /// <summary>DuckDB's own message: it names the line and points at the place.</summary>
    public static Exception Of(string? message, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellation);
        }

        var text = string.IsNullOrEmpty(message) ? "DuckDB gave no reason" : message.TrimEnd();
        if (DamageOf(text) is { } damage)
        {
            return new TrailLakeException(ErrorKind.Lake, damage);
        }

        // DuckDB's own offer is some table of its catalog: the lake's views are made when they are named, so it does not know them.
        if (MissingTable.Match(text) is { Success: true } missing)
        {
            var nearest = NameDistance.Nearest(missing.Groups[1].Value, SessionScripts.Views);
            var offer = nearest is null ? $"The lake has {string.Join(", ", SessionScripts.Views)}." : $"Did you mean \"{nearest}\"?";
            text = text[..(missing.Index + missing.Length)] + "\n" + offer + Offer.Replace(text[(missing.Index + missing.Length)..], "", 1);
        }

        // DuckDB binds -> weaker than = and AND: without parentheses it reads `(a AND column) ->> ('$.key' = 'value')`.
        var isLooseArrow = text.Contains("to BOOL", StringComparison.Ordinal) && text.Contains("->", StringComparison.Ordinal);
        var advice = isLooseArrow ? "\nPut the arrow in parentheses: (column->>'$.key') = 'value'" : "";
        return new TrailLakeException(ErrorKind.Query, text + advice);
    }

    /// <summary>The message about an error that comes from the lake's files and not from the SQL; null for any other.</summary>
    public static string? DamageOf(string message)
    {
        // DuckDB tells of bytes that do not decode by no more than "Invalid Error: Out of buffer".
        var line = message.Split('\n', 2)[0].TrimEnd();
        var what = NoFile.Match(line) is { Success: true } missing ? $"{missing.Groups[1].Value} is missing"
            : line.StartsWith("Invalid Error: ", StringComparison.Ordinal) ? line
            : FileError.IsMatch(line) && line.Contains(".parquet", StringComparison.Ordinal) ? line
            : null;
        return what is null
            ? null
            : $"a file of the lake cannot be read: {what}; traillake verify lake names what is damaged, traillake repair brings it back";
    }

    public static TrailLakeException Refused(string what) =>
        new(ErrorKind.Query, $"{what}: SQL can only read the lake (SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN)");

    public static TrailLakeException NotOne(int statements) =>
        new(ErrorKind.Query, string.Create(CultureInfo.InvariantCulture, $"found {statements} statements, expected one"));

    public static string Name(DuckDBStatementType type) => type.ToString().ToUpperInvariant();

    [GeneratedRegex(@"Table with name ([\w.]+) does not exist!", RegexOptions.CultureInvariant)]
    static partial Regex MissingTable { get; }

    [GeneratedRegex("^IO Error: No files found that match the pattern \"([^\"]*)\"", RegexOptions.CultureInvariant)]
    static partial Regex NoFile { get; }

    [GeneratedRegex("^(IO|Invalid Input|Serialization) Error: ", RegexOptions.CultureInvariant)]
    static partial Regex FileError { get; }

    [GeneratedRegex("^\nDid you mean \"[^\"]*\"\\?", RegexOptions.CultureInvariant)]
    static partial Regex Offer { get; }
}
