using System.CommandLine;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Maintenance;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake sweep</c>: removes the files that no commit names any more.</summary>
sealed class SweepCommand : TrailLakeCommand
{
    const string DefaultGrace = "7d";

    readonly Option<string> _grace = CommandOption.Of<string>(
        "--grace", "SPAN",
        $"Spare what was written or removed in this time: writers and queries may still be at it (default: {DefaultGrace}, at most 30d).");

    readonly Option<bool> _dryRun = CommandOption.Flag("--dry-run", "Remove nothing, only list.");
    public SweepCommand()
        : base(
            "sweep",
            "Remove files that no commit names: what was purged or replaced, and what broken-off runs left.",
            "traillake sweep --lake lake --dry-run",
            "traillake sweep --lake lake --grace 24h")
    {
        Declare(new LakeOption(), _grace, _dryRun, new TextOrJsonOption());
    }

    public override bool Writes => true;

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = TextOrJsonOption.ReadIsJson(arguments);
        var grace = ReadGrace(arguments.GetValue(_grace) ?? DefaultGrace);
        bool isDone = !arguments.GetValue(_dryRun);
        var store = Lake.Open(LakeOption.Read(arguments)).Store;
        var files = SweepText.Sizes(new LakeSweep(store).Find(grace));
        var swept = isDone ? new LakeSweep(store).Run(grace) : [.. files.Keys];
        context.Terminal.Out.Write(json
            ? SweepText.Json(swept, files, store.Directory, isDone)
            : SweepText.Lines(swept, files, store.Directory, isDone));
        return Task.FromResult(ExitCode.Done);
    }

    static TimeSpan ReadGrace(string text)
    {
        var now = DateTime.UtcNow;
        return TimeExpression.TryParse(text, now, out var time) && time.Start == time.End && now - time.Start is var grace
            && grace >= TimeSpan.Zero && grace <= LakeSweep.MostGrace
            ? grace
            : throw UsageError.Unexpected("--grace", text, "a span of at most 30 days: 24h, 7d, 2w");
    }
}
