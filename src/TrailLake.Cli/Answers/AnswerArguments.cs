using System.CommandLine;
using System.CommandLine.Parsing;

namespace TrailLake.Cli.Answers;

/// <summary>The words of a command line that say what is asked: those that say where, when and how are left out.</summary>
static class AnswerArguments
{
    // Each takes a value. The span is kept as absolute times; --output is written again elsewhere.
    static readonly HashSet<string> s_dropped =
    [
        "--lake", "--evidence", "--from", "--to", "--start-time", "--end-time", "--output", "--threads", "--memory", "--file", "-f",
    ];

    /// <summary>True for an option that a manifest never holds.</summary>
    public static bool IsDropped(string word) => s_dropped.Contains(word.Split('=', ':')[0]);

    /// <summary>Verb, arguments and options as they were typed.</summary>
    public static List<string> Of(ParseResult result)
    {
        var words = new List<string>();
        var isDropped = false;
        foreach (var token in result.Tokens)
        {
            if (isDropped)
            {
                isDropped = false;
            }
            else if (token.Type != TokenType.DoubleDash && s_dropped.Contains(token.Value))
            {
                isDropped = true;
            }
            else if (token.Value != "--verbose")
            {
                words.Add(token.Value);
            }
        }

        return words;
    }
}
