using System.CommandLine;

namespace TrailLake.Cli.Options;

/// <summary>Finds an option that several commands have by its type, so that no command needs to hold it.</summary>
static class SharedOption
{
    /// <summary>What was given to the option; null when nothing was, or the command does not have it.</summary>
    public static string? Value<TOption>(ParseResult arguments)
        where TOption : Option<string> =>
        arguments.CommandResult.Command.Options.OfType<TOption>().FirstOrDefault() is { } option ? arguments.GetValue(option) : null;
}
