using System.CommandLine;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Maintenance.Optimization;
using TrailLake.Query.Search;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake optimize</c>: puts a lake in order after many small ingests.</summary>
sealed class OptimizeCommand : TrailLakeCommand
{
    readonly TimeRangeOptions _range = new();
    readonly Option<bool> _rewrite = CommandOption.Flag(
        "--rewrite",
        "Write every data file anew, also those of the right size: what an earlier version wrote is then laid out as this one does it.");

    readonly Option<bool> _dryRun = CommandOption.Flag("--dry-run", "Change nothing, only say what would be done.");
    public OptimizeCommand()
        : base(
            "optimize",
            "Join small data files, remove copies that writers at once let in, bring the index in order.",
            "traillake optimize --lake lake --dry-run",
            "traillake optimize --lake lake --from 14d",
            "traillake optimize --lake lake --rewrite")
    {
        Declare([new LakeOption(), .. _range.Symbols, _rewrite, _dryRun, new TextOrJsonOption()]);
    }

    public override bool Writes => true;

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = TextOrJsonOption.ReadIsJson(arguments);
        bool isDone = !arguments.GetValue(_dryRun);
        var store = Lake.Open(LakeOption.Read(arguments)).Store;
        var range = _range.Read(arguments, DateTime.UtcNow);
        var known = store.Snapshot().Files.Select(file => file.Account).ToHashSet(StringComparer.Ordinal);
        var absent = FilterCheck.AbsentAccounts(range.Accounts, () => known);
        var optimizer = new LakeOptimizer(store, ToOptions(range) with { Rewrite = arguments.GetValue(_rewrite) });
        OptimizeReport report;
        using (new ProgressLine(context.Terminal, _ => OptimizeText.Progress(optimizer.Progress)))
        {
            report = isDone ? optimizer.Run(cancellation) : optimizer.Plan(cancellation);
        }

        context.Terminal.Out.Write(json ? OptimizeText.Json(report, isDone) : OptimizeText.Lines(report, isDone));
        if (absent.Count > 0)
        {
            context.Terminal.Say(FilterCheck.Text("account", absent, known));
            return Task.FromResult(ExitCode.Incomplete);
        }

        return Task.FromResult(report.IsComplete ? ExitCode.Done : ExitCode.Incomplete);
    }

    /// <summary>Days as a whole, when the span touches them.</summary>
    static OptimizeOptions ToOptions(EventFilter range) => new()
    {
        Accounts = range.Accounts,
        From = range.From is { } from ? DateOnly.FromDateTime(from) : null,
        To = range.To is { } to ? DateOnly.FromDateTime(to.AddTicks(-1)) : null,
    };
}
