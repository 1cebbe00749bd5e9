using System.CommandLine;

namespace TrailLake.Cli.Options;

/// <summary>Declares options of one command.</summary>
static class CommandOption
{
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <param name="value">What help calls the option's value.</param>
    public static Option<T> Of<T>(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    /// <param name="value">What help calls the option's value.</param>
    /// <param name="otherwise">The value when none is given.</param>
    public static Option<T> Of<T>(string name, string value, string description, T otherwise) =>
        new(name) { Description = description, HelpName = value, DefaultValueFactory = _ => otherwise };
}
