using TrailLake.Errors;
using TrailLake.Query.Completion;

namespace TrailLake.Cli.Shell;

/// <summary>
/// Lets a person type a text of one or more lines on a terminal, with the keys that shells share: arrows, Home, End, Ctrl-A E B F P N K U W
/// L, history, completion. Enter ends the text when it is whole, else it begins a line. A paste is drawn once, and its tabs complete
/// nothing.
/// </summary>
/// <param name="size">Size of the terminal in characters, asked again for each drawing.</param>
/// <param name="isWhole">True for a text that Enter ends.</param>
/// <param name="complete">Completes a text up to the caret.</param>
sealed class LineEditor(
    IKeySource keys,
    TextWriter output,
    Func<(int Columns, int Rows)> size,
    ShellHistory history,
    Func<string, bool> isWhole,
    Func<string, SqlCompletion> complete) : IShellInput
{
    public const string Prompt = "traillake> ";
    public const string Continuation = "      ...> ";

    const int MostShown = 100;
    readonly LineBuffer _buffer = new();
    int _cursorRow;
    int _rowsBelow;
    int _entry;
    string _draft = "";

    public int? Line => null;

    public string? Read(bool isContinued)
    {
        _buffer.Set("");
        _entry = history.Entries.Count;
        _draft = "";
        _cursorRow = 0;

        // For the whole text, not for each key: between two keys Ctrl-C would be a signal that finds nothing to stop.
        keys.IsInterruptKey = true;
        try
        {
            Draw();
            return Edit();
        }
        finally
        {
            keys.IsInterruptKey = false;
        }
    }

    static bool IsControl(ConsoleKeyInfo key, ConsoleKey letter) => key.Key == letter && key.Modifiers == ConsoleModifiers.Control;

    // Ctrl-J is what a terminal sends for the line ends of a paste.
    static bool IsEnter(ConsoleKeyInfo key) => key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n';

    string? Edit()
    {
        while (true)
        {
            var key = keys.Read();
            if (IsControl(key, ConsoleKey.D) && _buffer.Text.Length == 0)
            {
                Leave();
                return null;
            }

            if (IsControl(key, ConsoleKey.C))
            {
                Leave();
                return "";
            }

            if (IsEnter(key) && isWhole(_buffer.Text))
            {
                Leave();
                return _buffer.Text;
            }

            Press(key);
            if (!keys.IsMoreWaiting)
            {
                Draw();
            }
        }
    }

    void Press(ConsoleKeyInfo key)
    {
        if (IsEnter(key))
        {
            _buffer.Insert("\n");
        }
        else if (key.Key == ConsoleKey.Tab)
        {
            if (keys.IsMoreWaiting)
            {
                _buffer.Insert("    ");
            }
            else
            {
                Complete();
            }
        }
        else if (!Command(key) && !char.IsControl(key.KeyChar))
        {
            _buffer.Insert(key.KeyChar.ToString());
        }
    }

    // False for a key that is a character.
    bool Command(ConsoleKeyInfo key)
    {
        var isByWord = (key.Modifiers & (ConsoleModifiers.Control | ConsoleModifiers.Alt)) != 0;
        Action? command = (key.Key, key.Modifiers) switch
        {
            (ConsoleKey.LeftArrow, _) when isByWord => _buffer.WordLeft,
            (ConsoleKey.B, ConsoleModifiers.Alt) => _buffer.WordLeft,
            (ConsoleKey.RightArrow, _) when isByWord => _buffer.WordRight,
            (ConsoleKey.F, ConsoleModifiers.Alt) => _buffer.WordRight,
            (ConsoleKey.LeftArrow, _) or (ConsoleKey.B, ConsoleModifiers.Control) => _buffer.Left,
            (ConsoleKey.RightArrow, _) or (ConsoleKey.F, ConsoleModifiers.Control) => _buffer.Right,
            (ConsoleKey.Home, _) or (ConsoleKey.A, ConsoleModifiers.Control) => _buffer.ToLineStart,
            (ConsoleKey.End, _) or (ConsoleKey.E, ConsoleModifiers.Control) => _buffer.ToLineEnd,
            (ConsoleKey.UpArrow, _) or (ConsoleKey.P, ConsoleModifiers.Control) => () => Recall(_buffer.Up() ? 0 : -1),
            (ConsoleKey.DownArrow, _) or (ConsoleKey.N, ConsoleModifiers.Control) => () => Recall(_buffer.Down() ? 0 : 1),
            (ConsoleKey.W, ConsoleModifiers.Control) => _buffer.DeleteWordBefore,
            (ConsoleKey.Backspace, _) when isByWord => _buffer.DeleteWordBefore,
            (ConsoleKey.Backspace, _) or (ConsoleKey.H, ConsoleModifiers.Control) => _buffer.DeleteBefore,
            (ConsoleKey.Delete, _) or (ConsoleKey.D, ConsoleModifiers.Control) => _buffer.DeleteAfter,
            (ConsoleKey.K, ConsoleModifiers.Control) => _buffer.DeleteToLineEnd,
            (ConsoleKey.U, ConsoleModifiers.Control) => _buffer.DeleteToLineStart,
            (ConsoleKey.L, ConsoleModifiers.Control) => ClearScreen,
            _ => null,
        };
        command?.Invoke();
        return command is not null || isByWord;
    }

    void ClearScreen()
    {
        output.Write("\u001b[H\u001b[2J");
        _cursorRow = 0;
    }

    void Recall(int step)
    {
        var entry = _entry + step;
        if (step == 0 || entry < 0 || entry > history.Entries.Count)
        {
            return;
        }

        if (_entry == history.Entries.Count)
        {
            _draft = _buffer.Text;
        }

        _entry = entry;
        _buffer.Set(entry == history.Entries.Count ? _draft : history.Entries[entry].ReplaceLineEndings("\n"));
    }

    void Complete()
    {
        var typed = _buffer.Text[.._buffer.Caret];
        var (start, candidates) = complete(typed);
        if (candidates.Count == 0)
        {
            return;
        }

        var common = candidates.Aggregate(Common);
        if (candidates.Count == 1 || common.Length > typed.Length - start)
        {
            _buffer.Replace(start, common);
            return;
        }

        GoBelow();
        var width = candidates.Take(MostShown).Max(name => name.Length) + 2;
        var columns = Math.Max(1, size().Columns / width);
        foreach (var row in candidates.Take(MostShown).Chunk(columns))
        {
            output.Write(TerminalText.Escape(string.Concat(row.Select(name => name.PadRight(width))).TrimEnd()) + "\r\n");
        }

        if (candidates.Count > MostShown)
        {
            output.Write($"and {candidates.Count - MostShown} more\r\n");
        }

        _cursorRow = 0;
    }

    static string Common(string a, string b)
    {
        var length = 0;
        while (length < Math.Min(a.Length, b.Length) && char.ToLowerInvariant(a[length]) == char.ToLowerInvariant(b[length]))
        {
            length++;
        }

        return a[..length];
    }

    // Puts the cursor below the text, so that what comes next does not write over it.
    void Leave()
    {
        _buffer.ToEnd();
        Draw();
        GoBelow();
        output.Flush();
    }

    void GoBelow() => output.Write((_rowsBelow > 0 ? $"\u001b[{_rowsBelow}B" : "") + "\r\n");

    void Draw()
    {
        var (columns, rows) = size();
        var layout = LineLayout.Of(Prompt, Continuation, _buffer.Text, _buffer.Caret, columns);

        // A text that is higher than the screen is shown around its caret: the cursor cannot go above the screen.
        var height = Math.Max(1, rows - 1);
        var first = Math.Clamp(layout.CaretRow - height + 1, 0, Math.Max(0, layout.Rows.Count - height));
        var shown = layout.Rows.Skip(first).Take(height).ToList();
        var caretRow = layout.CaretRow - first;
        var below = shown.Count - 1 - caretRow;
        output.Write(Up(_cursorRow) + "\r\u001b[J" + string.Join("\r\n", shown) + Up(below) + "\r" + Right(layout.CaretColumn));
        output.Flush();
        (_cursorRow, _rowsBelow) = (caretRow, below);
    }

    static string Up(int rows) => rows > 0 ? $"\u001b[{rows}A" : "";

    static string Right(int columns) => columns > 0 ? $"\u001b[{columns}C" : "";
}
