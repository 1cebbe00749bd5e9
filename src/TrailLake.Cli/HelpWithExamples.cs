using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Linq;
using TrailLake.Cli.Commands;

namespace TrailLake.Cli;

/// <summary>Help as the parser's package writes it, with the examples of the command at its end.</summary>
sealed class HelpWithExamples : SynchronousCommandLineAction
{
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
        if (parseResult.CommandResult.Command is TrailLakeCommand { Examples.Length: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(command.Examples.Length == 1 ? "Example:" : "Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine("  " + example);
            }
        }

        return exitCode;
    }
}
