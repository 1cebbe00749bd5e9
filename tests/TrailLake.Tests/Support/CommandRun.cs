using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli;
using TrailLake.Cli.Terminals;

namespace TrailLake.Tests.Support;

/// <summary>What the command prints, says and exits with, run in this process.</summary>
sealed record CommandRun(int Exit, string Out, string Error)
{
    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(TextReader.Null, output, error);
        var exit = await CommandLine.RunAsync(arguments, terminal, CancellationToken.None);
        return new CommandRun((int)exit, output.ToString(), error.ToString());
    }
}
