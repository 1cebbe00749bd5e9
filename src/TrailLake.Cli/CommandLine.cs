using System.CommandLine;
using TrailLake.Cli.Answers;
using TrailLake.Cli.Commands;
using TrailLake.Cli.Options;
using TrailLake.Cli.Parsing;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;

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
    /// <param name="version">Version of the lake to ask; null for the newest.</param>
    public static async Task<ExitCode> RunAsync(
        string[] args, Terminal terminal, CancellationToken cancellation, Interrupt? interrupt = null, long? version = null)
    {
        using var own = interrupt is null ? new Interrupt(cancellation) : null;
        var exitCode = await GuardAsync(args, terminal, version, interrupt ?? own!).ConfigureAwait(false);
        return terminal.HasLostWords ? ExitCode.OutputLost : exitCode;
    }

    static async Task<ExitCode> GuardAsync(string[] args, Terminal terminal, long? version, Interrupt interrupt)
    {
        var verbose = args.Contains("--verbose");
        try
        {
            var exitCode = await ParseAndRunAsync(args, terminal, verbose, version, interrupt).ConfigureAwait(false);
            await terminal.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (Exception e) when (ErrorText.IsInterrupt(e, interrupt.Token))
        {
            terminal.Say(interrupt.Text);
            return interrupt.ExitCode;
        }
        catch (IOException e) when (OutputException.IsBrokenPipe(e))
        {
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine(ErrorText.Of(e, verbose));
            return e is OutputException ? ExitCode.OutputLost : ExitCode.Failed;
        }
        finally
        {
            interrupt.End();
        }
    }

    static async Task<ExitCode> ParseAndRunAsync(
        string[] args, Terminal terminal, bool verbose, long? version, Interrupt interrupt)
    {
        var root = CreateRoot();
        var result = root.Parse(args.Length == 0 ? ["--help"] : args, s_parser);
        if (ParseErrorText.Of(result) is { } problem)
        {
            terminal.Say(problem);
            return ExitCode.Failed;
        }

        if (result.CommandResult.Command is not TrailLakeCommand command || result.Action != command.Action)
        {
            return (ExitCode)await result.InvokeAsync(
                new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false },
                interrupt.Token).ConfigureAwait(false);
        }

        if (TimeoutOption.Read(result) is { } time)
        {
            interrupt.StopAfter(time);
        }

        if (!command.Writes)
        {
            interrupt.OnlyReads();
        }

        using var answer = new AnswerScope(result, terminal, version, interrupt);
        var context = new CommandContext(
            result, answer.Terminal, verbose, answer, interrupt, (words, other, at, token) => RunAsync(words, other, token, version: at));
        var exitCode = await command.RunAsync(context, interrupt.Token).ConfigureAwait(false);
        return await answer.EndAsync(exitCode).ConfigureAwait(false);
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
