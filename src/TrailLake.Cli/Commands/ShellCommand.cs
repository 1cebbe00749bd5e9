using System.CommandLine;
using System.Runtime.CompilerServices;
using TrailLake.Answers.Coverage;
using TrailLake.Answers.Questions;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Shell;
using TrailLake.Errors;
using TrailLake.Query.Completion;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake shell</c>: SQL and questions, one after the other, on one snapshot.</summary>
sealed class ShellCommand : TrailLakeCommand
{
    readonly Option<string> _questions = CommandOption.Of<string>("--questions", "DIR", "Folder with questions of your own, NAME.sql.");
    readonly Option<string> _format = CommandOption.Of<string>(
        "--format", "FORMAT", "table (when it is not given), csv, json, jsonl or markdown.");

    readonly Option<bool> _noHistory = CommandOption.Flag("--no-history", "Neither read nor keep what is entered.");
    readonly SessionOptionGroup _session = new();

    public ShellCommand()
        : base(
            "shell",
            "Ask the lake in SQL, interactively or from a pipe: history, completion, .ask; .help says more.",
            "traillake shell --lake lake",
            "traillake shell --lake lake --format csv < statements.sql")
    {
        Declare([_questions, _format, _noHistory, .. _session.Symbols]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var (lake, options) = _session.Read(arguments);
        var format = OutputOptions.RowsOfName(arguments.GetValue(_format) ?? "table", "--format");
        var questions = QuestionCatalog.Load(arguments.GetValue(_questions));
        var snapshot = Lake.Open(lake).Store.Snapshot();
        var files = LakeFiles.Of(lake, snapshot);
        using var session = SqlSession.Open(files, options);
        if (IntegrityNote.Of(snapshot, session, cancellation) is { } warning)
        {
            context.Terminal.Say(warning);
        }

        var completer = new SqlCompleter(session);
        var commands = new ShellCommands(files, options, questions, completer, context.Terminal) { Format = format };
        var shell = new LakeShell(session, commands, context.Terminal, context.Interrupt, context.Verbose);
        if (!context.Terminal.InIsTerminal || !context.Terminal.OutIsTerminal)
        {
            return Task.FromResult(shell.Run(new ReaderInput(context.Terminal.In, prompts: null), history: null, cancellation));
        }

        context.Terminal.Error.WriteLine(TerminalText.Escape($"snapshot {snapshot.Version} of {lake}; .help helps, Ctrl-D leaves"));
        RunOnTerminal(context, shell, new ShellCompleter(completer, questions), arguments.GetValue(_noHistory), cancellation);
        return Task.FromResult(ExitCode.Done);
    }

    // A method of its own, so that the console's packages are loaded for a terminal only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void RunOnTerminal(
        CommandContext context, LakeShell shell, ShellCompleter completer, bool noHistory, CancellationToken cancellation)
    {
        var history = ShellHistory.Load(null);
        Guard(context, () => history = noHistory ? history : ShellHistory.Load(ShellHistory.StateFolder()));
        var (source, output) = (context.Terminal.In, context.Terminal.Out);
        IShellInput input = !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb"
            ? new ReaderInput(source, output)
            : new LineEditor(new ConsoleKeySource(cancellation), output, Size, history, LakeShell.IsWhole, completer.Complete);
        shell.Run(input, entry => Guard(context, () => history.Add(entry)), cancellation);
    }

    static (int Columns, int Rows) Size()
    {
        try
        {
            // A terminal that was never told its size has none.
            return Console.WindowWidth > 0 && Console.WindowHeight > 0 ? (Console.WindowWidth, Console.WindowHeight) : (80, 24);
        }
        catch (IOException)
        {
            return (80, 24);
        }
    }

    static void Guard(CommandContext context, Action useHistory)
    {
        try
        {
            useHistory();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Terminal.Say($"the history is not kept: {e.Message}");
        }
    }
}
