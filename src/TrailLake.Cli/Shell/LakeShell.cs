using System.Diagnostics;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Writers;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Shell;

/// <summary>
/// Runs statements and commands one after the other in one session. What goes wrong with one is said, and the next one runs; Ctrl-C stops
/// the one that runs.
/// </summary>
/// <param name="interrupt">What Ctrl-C does.</param>
/// <param name="verbose">True to say the details of errors.</param>
sealed class LakeShell(SqlSession session, ShellCommands commands, Terminal terminal, Interrupt interrupt, bool verbose)
{
    readonly StatementSplitter _splitter = new();
    CancellationTokenSource? _running;

    /// <summary>True for a text that is a command, or SQL whose last statement is ended.</summary>
    public static bool IsWhole(string text)
    {
        if (DotCommand.IsOne(text))
        {
            return true;
        }

        var splitter = new StatementSplitter();
        splitter.Add(text + "\n");
        return splitter.IsBlank;
    }

    /// <summary>Runs all of an input. A last statement needs no semicolon.</summary>
    /// <param name="history">Keeps what is entered; null for none.</param>
    /// <returns><see cref="ExitCode.Incomplete"/> when something failed or a question found nothing.</returns>
    public ExitCode Run(IShellInput input, Action<string>? history, CancellationToken cancellation)
    {
        var exitCode = ExitCode.Done;
        var line = 0;
        interrupt.Divert(Stop);
        try
        {
            while (!commands.IsOver && input.Read(isContinued: !_splitter.IsBlank) is { } text)
            {
                history?.Invoke(text);
                if (_splitter.IsBlank)
                {
                    line = input.Line ?? 0;
                    if (DotCommand.IsOne(text))
                    {
                        _splitter.Clear();
                        RunOne(() => RunCommand(text, cancellation), line, cancellation);
                        continue;
                    }
                }

                foreach (var statement in _splitter.Add(text + "\n"))
                {
                    RunOne(() => RunQuery(statement, cancellation), line, cancellation);
                    line = input.Line ?? 0;
                }
            }

            if (!commands.IsOver && !_splitter.IsBlank)
            {
                RunOne(() => RunQuery(_splitter.Rest.Trim(), cancellation), line, cancellation);
            }
        }
        finally
        {
            interrupt.Divert(null);
        }

        return exitCode;

        void RunOne(Func<bool> run, int at, CancellationToken token)
        {
            if (!Guard(run, at, token))
            {
                exitCode = ExitCode.Incomplete;
            }
        }
    }

    bool Guard(Func<bool> run, int line, CancellationToken cancellation)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Volatile.Write(ref _running, running);
        try
        {
            return run();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            terminal.Out.Flush();
            terminal.Say("stopped");
            return false;
        }
        catch (IOException e) when (OutputException.IsBrokenPipe(e))
        {
            throw;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutputException))
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine(ErrorText.Of(e, verbose, line > 0 ? $"line {line}: " : ""));
            return false;
        }
        finally
        {
            Volatile.Write(ref _running, null);
            terminal.Out.Flush();
        }
    }

    bool RunCommand(string text, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var command = DotCommand.Parse(text);
        var found = commands.Run(command, sql => RunQuery(sql, cancellation), Token(cancellation));
        if (command.Name == ".ask")
        {
            SayTime(watch.Elapsed);
        }

        return found;
    }

    bool RunQuery(string sql, CancellationToken cancellation)
    {
        var token = Token(cancellation);
        var watch = Stopwatch.StartNew();
        using var result = session.Query(sql, cancellation: token);
        var rows = ResultWriter.Run(result, commands.Format, terminal, token);
        terminal.Out.Flush();
        if (rows == 0 && terminal.OutIsTerminal)
        {
            terminal.Error.WriteLine("no rows");
        }

        SayTime(watch.Elapsed);
        return true;
    }

    void SayTime(TimeSpan elapsed)
    {
        if (commands.IsTimed)
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine($"{elapsed.TotalSeconds:0.000} s");
        }
    }

    CancellationToken Token(CancellationToken otherwise) => Volatile.Read(ref _running)?.Token ?? otherwise;

    // Runs on the thread of the signal; the statement may end at the same time.
    void Stop()
    {
        var running = Volatile.Read(ref _running);
        try
        {
            running?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }

        if (running is not null)
        {
            interrupt.LeaveUnless(() => Volatile.Read(ref _running) != running);
        }
    }
}
