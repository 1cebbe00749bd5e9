using System.Text;
using TrailLake.Cli.Options;
using TrailLake.Errors;

namespace TrailLake.Cli.Shell;

/// <summary>A command to the shell itself: a dot, a name, words.</summary>
/// <param name="Name">The name with its dot, in lower case.</param>
/// <param name="Words">The words behind it.</param>
sealed record DotCommand(string Name, IReadOnlyList<string> Words)
{
    /// <summary>True for a line that is a command and not SQL: no statement begins with a dot and a letter.</summary>
    public static bool IsOne(string line)
    {
        var text = line.AsSpan().TrimStart();
        return text.Length >= 1 && text[0] == '.' && (text.Length == 1 || !char.IsAsciiDigit(text[1]));
    }

    /// <summary>
    /// Reads a line. Words are parted by blanks; quotes of either kind hold a word with blanks together. A semicolon at the end is left
    /// out.
    /// </summary>
    /// <exception cref="TrailLakeException">A quote is not closed.</exception>
    public static DotCommand Parse(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isWord = false;
        var quote = '\0';
        foreach (var c in line.Trim().TrimEnd(';'))
        {
            if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Take();
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        UsageError.ThrowIf(quote != '\0', $"a {quote} is not closed in: {line.Trim()}", line);
        Take();
        return new DotCommand(words[0].ToLowerInvariant(), words.GetRange(1, words.Count - 1));

        void Take()
        {
            if (isWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isWord = false;
        }
    }
}
