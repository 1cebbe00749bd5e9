using System;
using System.Text.RegularExpressions;
using System.Threading;
using DuckDB.NET.Native;
using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Query;

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

        // DuckDB's own offer is some table of its catalog: the lake's views are made when they are named, so it does not know them.
        if (MissingTable.Match(text) is { Success: true } missing)
        {
            var nearest = NameDistance.Nearest(missing.Groups[1].Value, SessionScripts.Views);
            var offer = nearest is null ? $"The lake has {string.Join(", ", SessionScripts.Views)}." : $"Did you mean \"{nearest}\"?";
            text = text[..(missing.Index + missing.Length)] + "\n" + offer + Offer.Replace(text[(missing.Index + missing.Length)..], "", 1);
        }

        // DuckDB binds -> weaker than = and AND: without parentheses it reads `(a AND column) ->> ('$.key' = 'value')`.
        var isLooseArrow = text.Contains("to BOOL", StringComparison.Ordinal) && text.Contains("->", StringComparison.Ordinal);
        return new TrailLakeException(ErrorKind.Query, isLooseArrow ? text + "\nPut the arrow in parentheses: (column->>'$.key') = 'value'" : text);
    }

    public static TrailLakeException Refused(string what) =>
        new(ErrorKind.Query, $"{what}: SQL can only read the lake (SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN)");

    public static string Name(DuckDBStatementType type) => type.ToString().ToUpperInvariant();

    [GeneratedRegex(@"Table with name ([\w.]+) does not exist!", RegexOptions.CultureInvariant)]
    static partial Regex MissingTable { get; }

    [GeneratedRegex("^\nDid you mean \"[^\"]*\"\\?", RegexOptions.CultureInvariant)]
    static partial Regex Offer { get; }
}
