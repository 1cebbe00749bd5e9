using System.Collections.Immutable;
using TrailLake.Cli.Options;
using TrailLake.Cli.Terminals;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>Streams rows to a writer of their format.</summary>
static class ResultWriter
{
    /// <summary>Writes a result's rows; returns how many there were.</summary>
    public static long Run(QueryResult result, OutputFormat format, Terminal terminal, CancellationToken cancellation) =>
        Run(result, WriterOf(format, terminal), cancellation);

    /// <summary>Writes a result's rows; returns how many there were.</summary>
    public static long Run(QueryResult result, IRowWriter writer, CancellationToken cancellation)
    {
        writer.Begin(result.Columns);
        long rows = 0;
        while (result.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(result);
            rows++;
        }

        writer.End();
        return rows;
    }

    /// <summary>Writes rows of a command's own making.</summary>
    public static void Run(ImmutableArray<QueryColumn> columns, IEnumerable<CommandRow> rows, OutputFormat format, Terminal terminal)
    {
        var writer = WriterOf(format, terminal);
        writer.Begin(columns);
        foreach (var row in rows)
        {
            writer.Write(row);
        }

        writer.End();
    }

    static IRowWriter WriterOf(OutputFormat format, Terminal terminal) => format switch
    {
        OutputFormat.Table => new TableWriter(terminal.Out, terminal.OutIsTerminal ? terminal.Width : null, terminal.Colour),
        OutputFormat.Csv => new CsvWriter(terminal.Out, escapeControls: terminal.OutIsTerminal),
        OutputFormat.Json => new JsonWriter(terminal.Out),
        OutputFormat.JsonLines => new JsonLinesWriter(terminal.Out),
        OutputFormat.Markdown => new MarkdownWriter(terminal.Out),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Parquet is written by the session, text by its command."),
    };
}
