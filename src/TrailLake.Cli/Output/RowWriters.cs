using System;
using System.IO;
using TrailLake.Cli.Options;

namespace TrailLake.Cli.Output;

static class RowWriters
{
    /// <summary>The writer of a format.</summary>
    /// <param name="terminal">The terminal that <paramref name="output"/> is; null when it is a file.</param>
    public static IRowWriter Create(OutputFormat format, TextWriter output, Terminal? terminal) => format switch
    {
        OutputFormat.Table => new TableWriter(output, terminal is { OutIsTerminal: true } ? terminal.Width : null, terminal is { Colour: true }),
        OutputFormat.Csv => new CsvWriter(output, escapeControls: terminal is { OutIsTerminal: true }),
        OutputFormat.Json => new JsonWriter(output),
        OutputFormat.JsonLines => new JsonLinesWriter(output),
        OutputFormat.Markdown => new MarkdownWriter(output),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Parquet is written by the session, text by its command."),
    };
}
