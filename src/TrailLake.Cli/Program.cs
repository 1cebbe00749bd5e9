using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Schema;

namespace TrailLake.Cli;

static class Program
{
    static async Task<int> Main(string[] args)
    {
        // Answered before the parser, the console and the packages are loaded: it is what people and scripts ask first.
        if (args is ["--version"] && IsVersionWritten())
        {
            return 0;
        }

        using var interrupt = new Interrupt();
        using var terminal = Terminal.OfProcess();
        return (int)await CommandLine.RunAsync(args, terminal, interrupt.Token, interrupt).ConfigureAwait(false);
    }

    /// <summary>Writes the version; false when stdout cannot be written, which the whole command tells as for any other.</summary>
    static bool IsVersionWritten()
    {
        try
        {
            Console.Out.WriteLine("traillake " + ProductVersion.Text);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
