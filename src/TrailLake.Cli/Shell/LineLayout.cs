using System.Text;
using TrailLake.Cli.Terminals;
using TrailLake.Errors;

namespace TrailLake.Cli.Shell;

/// <summary>
/// How a text that is being typed stands on the screen. Rows are broken here, one column before the edge, so that the terminal never breaks
/// one itself: terminals differ in where the cursor stands then. What could drive the terminal is shown escaped.
/// </summary>
/// <param name="Rows">The rows, prompts included.</param>
/// <param name="CaretRow">Row of the caret.</param>
/// <param name="CaretColumn">Column of the caret.</param>
sealed record LineLayout(IReadOnlyList<string> Rows, int CaretRow, int CaretColumn)
{
    const int FewestColumns = 20;

    /// <param name="prompt">Stands before the first line.</param>
    /// <param name="continuation">Stands before each further line.</param>
    /// <param name="columns">Columns of the terminal.</param>
    public static LineLayout Of(string prompt, string continuation, string text, int caret, int columns)
    {
        var width = (columns < FewestColumns ? FewestColumns : columns) - 1;
        var rows = new List<string>();
        var row = new StringBuilder(prompt);
        var column = prompt.Length;
        var (caretRow, caretColumn) = (0, 0);
        for (var i = 0; i < text.Length;)
        {
            if (i == caret)
            {
                (caretRow, caretColumn) = (rows.Count, column);
            }

            if (text[i] == '\n')
            {
                Break(continuation);
                i++;
                continue;
            }

            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            var shown = TerminalText.Escape(text.Substring(i, length));
            var cells = DisplayWidth.Of(shown);
            if (column + cells > width)
            {
                Break("");
                if (i == caret)
                {
                    (caretRow, caretColumn) = (rows.Count, 0);
                }
            }

            row.Append(shown);
            column += cells;
            i += length;
        }

        if (caret == text.Length)
        {
            (caretRow, caretColumn) = (rows.Count, column);
        }

        rows.Add(row.ToString());
        return new LineLayout(rows, caretRow, caretColumn);

        void Break(string start)
        {
            rows.Add(row.ToString());
            row.Clear().Append(start);
            column = start.Length;
        }
    }
}
