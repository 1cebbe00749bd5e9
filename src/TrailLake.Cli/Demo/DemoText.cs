using System.Globalization;
using System.Threading;
using Spectre.Console;
using TrailLake.Cli.Options;
using TrailLake.Cli.Output;
using TrailLake.Errors;
using TrailLake.Ingest;
using TrailLake.Query;

namespace TrailLake.Cli.Demo;

/// <summary>Prints the demo: with colour and wrapped on a terminal, plain and one line each in a pipe.</summary>
sealed class DemoText
{
    /// <summary>In a pipe nothing is wrapped, so that every line can be searched and copied.</summary>
    const int Unwrapped = 1 << 16;

    const string Cyan = "36";
    const string Grey = "90";

    readonly Terminal _terminal;
    readonly IAnsiConsole _console;

    public DemoText(Terminal terminal)
    {
        _terminal = terminal;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        _console.Profile.Width = terminal.OutIsTerminal ? terminal.Width : Unwrapped;
    }

    public void Begin(DemoFolder folder, bool isNew)
    {
        _console.MarkupLine("Three days of three AWS accounts, all of it invented. In the second night a bucket is deleted.");
        Line();
        Fact("archive", DemoFolder.Shown(folder.Archive) + (isNew ? ": gzipped JSON under the keys that CloudTrail gives it in S3" : ": there from an earlier run"));
        _terminal.Out.Flush();
    }

    public void Ingested(DemoFolder folder, IngestReport report) => Fact("lake", DemoFolder.Shown(folder.Lake) + ": " + (report.Objects == 0
        ? "nothing new to read; all objects are in it"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Events:N0} events from {report.Objects:N0} objects in {report.Elapsed.TotalSeconds:N1} s, {ByteSize.Text(report.ContentBytes)} of JSON in {ByteSize.Text(report.BytesOut)} of Parquet")));

    public void Question(string question)
    {
        Line();
        _console.MarkupLine($"[bold yellow]{Escape(question)}[/]");
    }

    public void Say(string sentence)
    {
        Line();
        _console.MarkupLine(Escape(sentence));
    }

    /// <summary>A statement as it is run. Its lines are not wrapped: they are there to be copied.</summary>
    public void Sql(string sql)
    {
        Line();
        foreach (var line in sql.Split('\n'))
        {
            WriteWhole("    " + line, Cyan);
        }

        Line();
    }

    public void Fact(string name, string value)
    {
        if (!_terminal.OutIsTerminal)
        {
            Plain($"  {name,-7} {TerminalText.Escape(value)}");
            return;
        }

        var grid = new Grid();
        grid.AddColumn(new GridColumn { Width = 7, NoWrap = true, Padding = new Padding(2, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        grid.AddRow($"[grey]{name}[/]", Escape(value));
        _console.Write(grid);
    }

    /// <summary>Rows as <c>traillake query</c> prints them.</summary>
    public void Rows(QueryResult result)
    {
        using (result)
        {
            RowPump.Run(result, RowWriters.Create(OutputFormat.Table, _terminal.Out, _terminal), CancellationToken.None);
        }
    }

    public void Command(string purpose, string command)
    {
        WriteWhole("  # " + purpose, Grey);
        WriteWhole("  " + command, Cyan);
    }

    static string Escape(string text) => Markup.Escape(TerminalText.Escape(text));

    // Past the console, which would break long lines.
    void WriteWhole(string line, string colour)
    {
        line = TerminalText.Escape(line);
        Plain(_terminal.Colour ? $"\u001b[{colour}m{line}\u001b[0m" : line);
    }

    void Line() => Plain("");

    void Plain(string line) => _terminal.Out.Write(line + "\n");
}
