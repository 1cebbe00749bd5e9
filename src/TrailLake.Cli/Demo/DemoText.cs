using TrailLake.Cli.Options;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Demo;

/// <summary>Prints the demo: with colour and wrapped on a terminal, plain and one line each in a pipe.</summary>
sealed class DemoText(Terminal terminal)
{
    const int NameWidth = 7;

    public void Begin(DemoFolder folder, bool isNew)
    {
        terminal.WriteWrapped("Three days of three AWS accounts, all of it invented. In the second night a bucket is deleted.");
        Line();
        Fact("archive", DemoFolder.Shown(folder.Archive)
            + (isNew ? ": gzipped JSON under the keys that CloudTrail gives it in S3" : ": there from an earlier run"));
        terminal.Out.Flush();
    }

    public void Ingested(DemoFolder folder, IngestReport report) => Fact("lake", DemoFolder.Shown(folder.Lake) + ": " + (report.Objects == 0
        ? "nothing new to read; all objects are in it"
        : $"{report.Events:N0} events from {report.Objects:N0} objects in {report.Elapsed.TotalSeconds:N1} s, "
            + $"{ByteSize.Text(report.ContentBytes)} of JSON in {ByteSize.Text(report.BytesOut)} of Parquet"));

    public void Question(string question)
    {
        Line();
        terminal.WriteWrapped(TerminalText.Escape(question), TerminalStyle.BoldYellow);
    }

    public void Say(string sentence)
    {
        Line();
        terminal.WriteWrapped(TerminalText.Escape(sentence));
    }

    /// <summary>A statement as it is run.</summary>
    public void Sql(string sql)
    {
        Line();
        foreach (var line in sql.Split('\n'))
        {
            WriteWhole("    " + line, TerminalStyle.Teal);
        }

        Line();
    }

    public void Fact(string name, string value) => terminal.WriteWrapped(
        TerminalText.Escape(value),
        first: $"  {terminal.Styled(name, TerminalStyle.Grey)}{new string(' ', NameWidth - name.Length)} ",
        rest: new string(' ', NameWidth + 3));

    /// <summary>Rows as <c>traillake query</c> prints them.</summary>
    public void Rows(QueryResult result)
    {
        using (result)
        {
            ResultWriter.Run(result, OutputFormat.Table, terminal, CancellationToken.None);
        }
    }

    public void Command(string purpose, string command)
    {
        WriteWhole("  # " + purpose, TerminalStyle.Grey);
        WriteWhole("  " + command, TerminalStyle.Teal);
    }

    // Not wrapped: it is there to be copied.
    void WriteWhole(string line, string style) => terminal.Out.Write(terminal.Styled(TerminalText.Escape(line), style) + "\n");

    void Line() => terminal.Out.Write("\n");
}
