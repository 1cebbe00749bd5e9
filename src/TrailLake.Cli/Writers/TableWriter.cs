using System.Collections.Immutable;
using TrailLake.Cli.Terminals;
using TrailLake.Errors;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>
/// Aligned columns for people. Into a pipe nothing is cut. On a terminal long cells are cut to its width; a result with more columns than
/// fit is written one field a line.
/// </summary>
/// <param name="terminalWidth">Columns of the terminal; null to cut nothing.</param>
/// <param name="colour">True to write escape sequences.</param>
sealed class TableWriter(TextWriter output, int? terminalWidth = null, bool colour = false) : IRowWriter
{
    /// <summary>Rows that are held back to find the widths; those that come later may stand out.</summary>
    const int Sample = 1000;

    const int LeastWidth = 8;
    const string Gap = "  ";
    readonly int? _terminalWidth = terminalWidth;
    readonly List<string?[]> _held = [];
    ImmutableArray<QueryColumn> _columns;
    string[] _names = [];
    int[]? _widths;
    bool _isVertical;
    long _row;

    public void Begin(ImmutableArray<QueryColumn> columns)
    {
        _columns = columns;
        _names = [.. columns.Select(column => TerminalText.Escape(column.Name))];
    }

    public void Write(IResultRow row)
    {
        var cells = new string?[_columns.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = row.GetText(i) is { } text ? TerminalText.Escape(text) : null;
        }

        if (_widths is null && _held.Count < Sample)
        {
            _held.Add(cells);
            return;
        }

        Release();
        WriteCells(cells);
    }

    public void End() => Release();

    void Release()
    {
        if (_widths is not null)
        {
            return;
        }

        _widths = FindWidths();
        _isVertical = _terminalWidth is { } width && !Fit(_widths, width);
        if (!_isVertical)
        {
            WriteLine(i => Styled(Align(i, Cut(_names[i], _widths[i])), TerminalStyle.Bold));
            WriteLine(i => new string('-', _widths[i]));
        }

        foreach (var cells in _held)
        {
            WriteCells(cells);
        }

        _held.Clear();
    }

    int[] FindWidths()
    {
        var widths = _names.Select(name => name.Length).ToArray();
        foreach (var cells in _held)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], cells[i]?.Length ?? (colour ? 4 : 0));
            }
        }

        return widths;
    }

    // Takes from the widest column until the line fits; false when that would leave columns too narrow to read.
    static bool Fit(int[] widths, int terminalWidth)
    {
        var available = terminalWidth - (Gap.Length * (widths.Length - 1));
        var total = widths.Sum(width => (long)width);
        while (total > available)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            var second = widths.OrderDescending().Skip(1).FirstOrDefault();
            var target = Math.Max(Math.Max(second, LeastWidth), widths[widest] - (total - available));
            target = Math.Min(target, widths[widest] - 1);
            if (target < LeastWidth)
            {
                return false;
            }

            total -= widths[widest] - target;
            widths[widest] = (int)target;
        }

        return true;
    }

    void WriteCells(string?[] cells)
    {
        if (_isVertical)
        {
            WriteVertical(cells);
            return;
        }

        WriteLine(i => cells[i] is { } text ? Align(i, Cut(text, _widths![i])) : Null(i));
    }

    void WriteVertical(string?[] cells)
    {
        var nameWidth = _names.Max(name => name.Length);
        output.Write(Styled($"-- row {++_row} --", TerminalStyle.Bold));
        output.Write('\n');
        for (var i = 0; i < cells.Length; i++)
        {
            // Empty fields would hide the others: a record has some ninety keys and uses twenty of them.
            if (cells[i] is { } text)
            {
                output.Write($"{_names[i].PadRight(nameWidth)}{Gap}{text}\n");
            }
        }
    }

    void WriteLine(Func<int, string> cell)
    {
        var line = new string[_columns.Length];
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = cell(i);
        }

        output.Write(string.Join(Gap, line).TrimEnd());
        output.Write('\n');
    }

    string Null(int column) => colour ? Styled(Align(column, "NULL"), TerminalStyle.Dim) : new string(' ', _widths![column]);

    string Align(int column, string text) => _columns[column].IsNumber ? text.PadLeft(_widths![column]) : text.PadRight(_widths![column]);

    string Cut(string text, int width) => _terminalWidth is null || text.Length <= width ? text : text[..(width - 1)] + "…";

    string Styled(string text, string style) => TerminalStyle.Of(text, style, colour);
}
