using System.CommandLine;
using TrailLake.Errors;

namespace TrailLake.Cli.Options;

/// <summary><c>--format</c> of commands that write a report and not rows: text or json.</summary>
sealed class TextOrJsonOption : Option<string>
{
    public TextOrJsonOption()
        : base("--format")
    {
        Description = "text (when it is not given) or json.";
        HelpName = "FORMAT";
    }

    /// <summary>True for JSON.</summary>
    public bool ReadIsJson(ParseResult arguments) => arguments.GetValue(this) switch
    {
        null or "text" => false,
        "json" => true,
        var other => throw new TrailLakeException(ErrorKind.Usage, $"--format is '{other}', expected text or json", "--format"),
    };
}
