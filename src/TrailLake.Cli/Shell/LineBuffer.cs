namespace TrailLake.Cli.Shell;

/// <summary>A text of one or more lines that is being typed, and the caret in it.</summary>
sealed class LineBuffer
{
    /// <summary>The text; lines end with \n.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Index of the character that the caret stands before.</summary>
    public int Caret { get; private set; }

    int LineStart => Caret == 0 ? 0 : Text.LastIndexOf('\n', Caret - 1) + 1;

    int LineEnd => Text.IndexOf('\n', Caret) is >= 0 and var end ? end : Text.Length;

    /// <summary>Replaces the text; the caret stands behind it.</summary>
    public void Set(string text)
    {
        Text = text;
        Caret = text.Length;
    }

    public void Insert(string text) => Replace(Caret, text);

    /// <summary>Replaces what stands between an index and the caret.</summary>
    public void Replace(int start, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(Caret));
        Caret = start + text.Length;
    }

    public void Left() => Caret = Before(Caret);

    public void Right() => Caret = After(Caret);

    public void WordLeft() => Caret = WordBefore();

    public void WordRight()
    {
        while (Caret < Text.Length && !IsWord(Text[Caret]))
        {
            Caret++;
        }

        while (Caret < Text.Length && IsWord(Text[Caret]))
        {
            Caret++;
        }
    }

    public void ToEnd() => Caret = Text.Length;

    public void ToLineStart() => Caret = LineStart;

    public void ToLineEnd() => Caret = LineEnd;

    /// <summary>Goes to the line above, to the same place if it is as long; false on the first line.</summary>
    public bool Up()
    {
        var (start, column) = (LineStart, Caret - LineStart);
        if (start == 0)
        {
            return false;
        }

        Caret = start - 1;
        Caret = Math.Min(LineStart + column, Caret);
        return true;
    }

    /// <summary>Goes to the line below; false on the last line.</summary>
    public bool Down()
    {
        var (end, column) = (LineEnd, Caret - LineStart);
        if (end == Text.Length)
        {
            return false;
        }

        Caret = end + 1;
        Caret = Math.Min(Caret + column, LineEnd);
        return true;
    }

    public void DeleteBefore() => DeleteFrom(Before(Caret));

    public void DeleteAfter()
    {
        var start = Caret;
        Caret = After(Caret);
        DeleteFrom(start);
    }

    public void DeleteWordBefore() => DeleteFrom(WordBefore());

    public void DeleteToLineStart() => DeleteFrom(LineStart);

    public void DeleteToLineEnd()
    {
        var start = Caret;
        Caret = LineEnd;
        DeleteFrom(start);
    }

    void DeleteFrom(int start) => Replace(start, "");

    // A character outside of the basic plane is two: the caret never stands between them.
    int Before(int at) => Math.Max(0, at >= 2 && char.IsSurrogatePair(Text[at - 2], Text[at - 1]) ? at - 2 : at - 1);

    int After(int at) => Math.Min(Text.Length, at + 1 < Text.Length && char.IsSurrogatePair(Text[at], Text[at + 1]) ? at + 2 : at + 1);

    int WordBefore()
    {
        var at = Caret;
        while (at > 0 && !IsWord(Text[at - 1]))
        {
            at--;
        }

        while (at > 0 && IsWord(Text[at - 1]))
        {
            at--;
        }

        return at;
    }

    static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c);
}
