using System.Collections.Immutable;
using System.Text;
using TrailLake.Errors;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>
/// A table of GitHub's Markdown (https://github.github.com/gfm/#tables-extension-). What Markdown would read as markup is escaped: a user
/// agent must not become a link, an image or HTML in a report.
/// </summary>
sealed class MarkdownWriter(TextWriter output) : IRowWriter
{
    ImmutableArray<QueryColumn> _columns;

    public void Begin(ImmutableArray<QueryColumn> columns)
    {
        _columns = columns;
        WriteLine(i => Escape(columns[i].Name));
        WriteLine(i => columns[i].IsNumber ? "---:" : "---");
    }

    public void Write(IResultRow row) => WriteLine(i => row.GetText(i) is { } text ? Escape(text) : "");

    static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in TerminalText.Escape(text))
        {
            _ = c switch
            {
                '|' or '\\' or '`' or '*' or '[' or ']' or '~' => result.Append('\\').Append(c),
                '<' => result.Append("&lt;"),
                '&' => result.Append("&amp;"),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }

    void WriteLine(Func<int, string> cell) =>
        output.Write("| " + string.Join(" | ", Enumerable.Range(0, _columns.Length).Select(cell)) + " |\n");
}
