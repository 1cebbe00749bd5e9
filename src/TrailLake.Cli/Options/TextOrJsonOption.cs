using System.CommandLine;

namespace TrailLake.Cli.Options;

/// <summary><c>--format</c> of commands that write a report and not rows: as text, or as JSON.</summary>
sealed class TextOrJsonOption : Option<string>
{
    readonly string _text;

    /// <param name="text">What the form for people is called.</param>
    public TextOrJsonOption(string description = "text (when it is not given) or json.", string text = "text")
        : base("--format")
    {
        _text = text;
        Description = description;
        HelpName = "FORMAT";
    }

    public static bool ReadIsJson(ParseResult arguments)
    {
        var option = arguments.CommandResult.Command.Options.OfType<TextOrJsonOption>().Single();
        return arguments.GetValue(option) switch
        {
            "json" => true,
            { } other when other != option._text => throw UsageError.Unexpected("--format", other, option._text + " or json"),
            _ => false,
        };
    }
}
