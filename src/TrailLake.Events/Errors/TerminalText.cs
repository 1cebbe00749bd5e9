using System.Globalization;
using System.Text;

namespace TrailLake.Errors;

/// <summary>
/// Makes foreign text (from logs, keys, file names, messages of others) harmless to print, and fit for a message of one line. User agents,
/// role names and error texts are written by whoever makes a call: an escape sequence could repaint the screen, and a bidirectional
/// override could make one name look like another.
/// </summary>
static class TerminalText
{
    /// <summary>
    /// Shows control characters (C0, DEL, C1), line and paragraph separators, bidirectional and other invisible format characters, and lone
    /// surrogates as <c>\n</c>, <c>\t</c>, <c>\u001B</c>, …; all else is kept.
    /// </summary>
    public static string Escape(string text) => Escape(text, keepLines: false);

    /// <summary>As <see cref="Escape(string)"/>, but line ends stay: for texts whose lines are the program's own.</summary>
    public static string EscapeKeepingLines(string text) => Escape(text, keepLines: true);

    static string Escape(string text, bool keepLines)
    {
        var first = FirstHostile(text, 0, keepLines);
        if (first < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        var copied = 0;
        for (var at = first; at >= 0; at = FirstHostile(text, at + 1, keepLines))
        {
            result.Append(text, copied, at - copied);
            AppendEscaped(result, text[at]);
            copied = at + 1;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    static int FirstHostile(string text, int from, bool keepLines)
    {
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\u007F' || (keepLines && c is '\n'))
            {
                continue;
            }

            if (char.IsSurrogate(c))
            {
                // Of a pair, both halves are shown or none: a low half that is reached here follows a high one that was hostile.
                if (!Rune.TryGetRuneAt(text, i, out var rune) || IsHostile(Rune.GetUnicodeCategory(rune)))
                {
                    return i;
                }

                i++;
            }
            else if (IsHostile(CharUnicodeInfo.GetUnicodeCategory(c)))
            {
                return i;
            }
        }

        return -1;
    }

    static bool IsHostile(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    static void AppendEscaped(StringBuilder result, char c) => _ = c switch
    {
        '\n' => result.Append("\\n"),
        '\r' => result.Append("\\r"),
        '\t' => result.Append("\\t"),
        _ => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
    };
}
