using System;
using System.Threading;
using DuckDB.NET.Native;
using TrailLake.Errors;

namespace TrailLake.Query;

/// <summary>Turns DuckDB's errors into the project's.</summary>
static class SqlErrors
{
    /// <summary>DuckDB's own message: it names the line and points at the place.</summary>
    public static Exception Of(string? message, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellation);
        }

        var text = string.IsNullOrEmpty(message) ? "DuckDB gave no reason" : message.TrimEnd();

        // DuckDB binds -> weaker than = and AND: without parentheses it reads `(a AND column) ->> ('$.key' = 'value')`.
        var isLooseArrow = text.Contains("to BOOL", StringComparison.Ordinal) && text.Contains("->", StringComparison.Ordinal);
        return new TrailLakeException(ErrorKind.Query, isLooseArrow ? text + "\nPut the arrow in parentheses: (column->>'$.key') = 'value'" : text);
    }

    public static TrailLakeException Refused(string what) =>
        new(ErrorKind.Query, $"{what}: SQL can only read the lake (SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN)");

    public static string Name(DuckDBStatementType type) => type.ToString().ToUpperInvariant();
}
