using System;
using System.Threading.Tasks;

namespace TrailLake.Cli;

static class Program
{
    static async Task<int> Main(string[] args)
    {
        // Answered before the parser, the console and the packages are loaded: it is what people and scripts ask first.
        if (args is ["--version"])
        {
            Console.Out.WriteLine("traillake " + ProductVersion.Text);
            return 0;
        }

        using var interrupt = new Interrupt();
        using var terminal = Terminal.OfProcess();
        return (int)await CommandLine.RunAsync(args, terminal, interrupt.Token, interrupt).ConfigureAwait(false);
    }
}
