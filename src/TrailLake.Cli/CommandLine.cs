using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli.Commands;

namespace TrailLake.Cli;

/// <summary>The whole command: parses, runs the verb, and turns what went wrong into one line and an exit code.</summary>
static class CommandLine
{
    static readonly ParserConfiguration s_parser = new()
    {
        EnablePosixBundling = false,

        // `@name` is an argument like any other: it never reads a file.
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Runs the command. Nothing is thrown.</summary>
    public static async Task<ExitCode> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation, Interrupt? interrupt = null)
    {
        var verbose = args.Contains("--verbose");
        try
        {
            var exitCode = await ParseAndRunAsync(args, terminal, verbose, interrupt, cancellation).ConfigureAwait(false);
            await terminal.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (Exception e) when (ErrorText.IsInterrupt(e, cancellation))
        {
            terminal.Error.WriteLine("traillake: stopped");
            return ExitCode.Interrupted;
        }
        catch (IOException e) when (ErrorText.IsBrokenPipe(e))
        {
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine(ErrorText.Of(e, verbose));
            return ExitCode.Failed;
        }
    }

    static async Task<ExitCode> ParseAndRunAsync(string[] args, Terminal terminal, bool verbose, Interrupt? interrupt, CancellationToken cancellation)
    {
        var root = CreateRoot();
        var result = root.Parse(args.Length == 0 ? ["--help"] : args, s_parser);
        if (ParseErrorText.Of(result) is { } problem)
        {
            terminal.Error.WriteLine("traillake: " + problem);
            return ExitCode.Failed;
        }

        if (result.CommandResult.Command is not TrailLakeCommand command || result.Action != command.Action)
        {
            return (ExitCode)await result.InvokeAsync(
                new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false },
                cancellation).ConfigureAwait(false);
        }

        var context = new CommandContext(result, terminal, verbose, interrupt);
        return await command.RunAsync(context, cancellation).ConfigureAwait(false);
    }

    static RootCommand CreateRoot()
    {
        var root = new RootCommand("Turns AWS CloudTrail archives into a lake of Parquet and answers forensic questions over it, offline.");
        root.Options.Add(new Option<bool>("--verbose") { Description = "Print the details of an error.", Recursive = true });
        foreach (var command in CommandList.Create())
        {
            root.Subcommands.Add(command);
        }

        HelpWithExamples.AddTo(root);
        return root;
    }
}
