using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using TrailLake.Cli.Commands;

namespace TrailLake.Cli.Parsing;

/// <summary>Help as the parser's package writes it, with the examples of the command at its end.</summary>
sealed class HelpWithExamples : SynchronousCommandLineAction
{
    static readonly string[] s_firstSteps =
    [
        "traillake demo                              see it at work, offline, in seconds",
        "traillake ingest s3://BUCKET --lake lake    make a lake of your archive",
        "traillake query --lake lake \"SQL\"           ask it; every command has --help",
    ];

    readonly SynchronousCommandLineAction _help;

    HelpWithExamples(SynchronousCommandLineAction help) => _help = help;

    // Help wins over a missing argument: `traillake query --help` is not an error.
    public override bool ClearsParseErrors => true;

    /// <summary>Replaces the help of the whole command.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        if (option.Action is SynchronousCommandLineAction help)
        {
            option.Action = new HelpWithExamples(help);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = _help.Invoke(parseResult);
        var (title, lines) = parseResult.CommandResult.Command switch
        {
            TrailLakeCommand command => (command.Examples.Length == 1 ? "Example:" : "Examples:", command.Examples),
            _ => ("Start here:", s_firstSteps),
        };
        var output = parseResult.InvocationConfiguration.Output;
        if (lines.Length > 0)
        {
            output.WriteLine(title);
        }

        foreach (var line in lines)
        {
            output.WriteLine("  " + line);
        }

        return exitCode;
    }
}
