using TrailLake.Answers.Questions;
using TrailLake.Query.Completion;

namespace TrailLake.Cli.Shell;

/// <summary>Completes what is typed into the shell: its commands, questions and their options, names of tables, SQL.</summary>
sealed class ShellCompleter(SqlCompleter sql, QuestionCatalog questions)
{
    /// <summary>Completes the last word.</summary>
    /// <param name="typed">All up to the caret.</param>
    public SqlCompletion Complete(string typed)
    {
        if (!DotCommand.IsOne(typed))
        {
            // Only the statement that is being typed: what stands before it was ended by its semicolon.
            var splitter = new StatementSplitter();
            splitter.Add(typed);
            var statement = splitter.Rest;
            var found = sql.Complete(statement);
            return found with { Start = found.Start + typed.Length - statement.Length };
        }

        var start = typed.LastIndexOfAny([' ', '\t', '\n']) + 1;
        var words = typed[..start].Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var word = typed[start..];
        var names = words.Length == 0 ? ShellCommands.Names : Words(words, word);
        var longer = names.Where(name => name.Length > word.Length && name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return new SqlCompletion(start, [.. longer]);
    }

    IEnumerable<string> Words(string[] words, string word) => words[0].ToLowerInvariant() switch
    {
        ".ask" when words.Length == 1 => questions.Questions.Select(question => question.Name),
        ".ask" when word.StartsWith('-') => (questions.Find(words[1])?.Parameters ?? []).Select(parameter => "--" + parameter.Name)
            .Concat(ShellCommands.AskOptions).Except(words),
        ".schema" when words.Length == 1 => sql.Tables(),
        ".format" when words.Length == 1 => ShellCommands.Formats,
        ".timer" when words.Length == 1 => ["on", "off"],
        _ => [],
    };
}
