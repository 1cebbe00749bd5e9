using System.Text;

namespace TrailLake.Cli.Terminals;

/// <summary>Breaks text between words, so that a terminal never breaks it within one.</summary>
static class WordWrap
{
    /// <summary>Lines of at most so many columns. A longer word is broken; blanks that a line would begin with go.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        if (DisplayWidth.Of(text) <= width)
        {
            yield return text;
            yield break;
        }

        var line = new StringBuilder();
        var used = 0;
        foreach (var (piece, cells) in Pieces(text, width))
        {
            if (used > 0 && used + cells > width)
            {
                yield return line.ToString();
                line.Clear();
                used = 0;
                if (char.IsWhiteSpace(piece[0]))
                {
                    continue;
                }
            }

            line.Append(piece);
            used += cells;
        }

        if (used > 0)
        {
            yield return line.ToString();
        }
    }

    // Words and the blanks between them, none of them longer than a line.
    static IEnumerable<(string Piece, int Cells)> Pieces(string text, int width)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            var isBlank = char.IsWhiteSpace(text[start]);
            var cells = 0;
            for (end = start; end < text.Length && char.IsWhiteSpace(text[end]) == isBlank;)
            {
                var length = char.IsSurrogatePair(text, end) ? 2 : 1;
                var more = DisplayWidth.Of(text.Substring(end, length));
                if (end > start && cells + more > width)
                {
                    break;
                }

                cells += more;
                end += length;
            }

            yield return (text[start..end], cells);
        }
    }
}
