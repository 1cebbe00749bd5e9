using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using TrailLake.Cli.Commands;
using TrailLake.Cli.Texts;

namespace TrailLake.Cli.Parsing;

/// <summary>Says in one line what is wrong with a command line, and offers the nearest name.</summary>
static partial class ParseErrorText
{
    /// <summary>The line; null when the command line is right.</summary>
    public static string? Of(ParseResult result)
    {
        // What it does not know, it refuses itself.
        if (result.CommandResult.Command is TrailLakeCommand { HasOptionsOfItsOwn: true })
        {
            return FirstError(result);
        }

        // An unknown option would otherwise be taken for the value of an argument: `query --formt json` is not SQL.
        var unknown = result.UnmatchedTokens.Concat(ArgumentTokens(result)).FirstOrDefault(token => OptionLike.IsMatch(token));
        return IsUnknownVerb(result) ? UnknownWord(result.UnmatchedTokens[0], result)
            : unknown is not null ? UnknownOption(unknown, result)
            : result.UnmatchedTokens.Count > 0 ? UnknownWord(result.UnmatchedTokens[0], result)
            : FirstError(result);
    }

    static string? FirstError(ParseResult result) => result.Errors.Count > 0 ? result.Errors[0].Message.ReplaceLineEndings(" ") : null;

    // The options behind a verb that is not known are not known either, and are not what is wrong.
    static bool IsUnknownVerb(ParseResult result) =>
        result.CommandResult.Command.Subcommands.Count > 0 && result.UnmatchedTokens.Count > 0
        && !OptionLike.IsMatch(result.UnmatchedTokens[0]);

    static IEnumerable<string> ArgumentTokens(ParseResult result)
    {
        // After a `--` everything is a value, also what looks like an option.
        var separator = result.Tokens.ToList().FindIndex(token => token.Type == TokenType.DoubleDash);
        return separator >= 0
            ? []
            : result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
    }

    static string UnknownOption(string token, ParseResult result)
    {
        var names = Commands(result).SelectMany(command => command.Options).Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));
        return $"unknown option {token}{NearestName.Offer(token, names)}{SeeHelp(result)}";
    }

    static string UnknownWord(string token, ParseResult result)
    {
        var command = result.CommandResult.Command;
        return command.Subcommands.Count > 0
            ? $"unknown command '{token}'{NearestName.Offer(token, command.Subcommands.Select(sub => sub.Name))}{SeeHelp(result)}"
            : $"unexpected argument '{token}'{SeeHelp(result)}";
    }

    static IEnumerable<Command> Commands(ParseResult result) => [result.CommandResult.Command, result.RootCommandResult.Command];

    static string SeeHelp(ParseResult result)
    {
        var command = result.CommandResult.Command;
        return command is RootCommand ? "; see traillake --help" : $"; see traillake {command.Name} --help";
    }

    [GeneratedRegex(@"^--?[A-Za-z][A-Za-z0-9-]*(=.*)?$", RegexOptions.CultureInvariant)]
    static partial Regex OptionLike { get; }
}
