using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli.Options;
using TrailLake.Cli.Output;
using TrailLake.Errors;
using TrailLake.Lake;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake sweep</c>: removes the files that no commit names any more.</summary>
sealed class SweepCommand : TrailLakeCommand
{
    const string DefaultGrace = "7d";

    readonly LakeOption _lake = new();
    readonly Option<string> _grace = new("--grace")
    {
        Description = $"Spare what was written or removed in this time: writers and queries may still be at it (default: {DefaultGrace}, at most 30d).",
        HelpName = "SPAN",
    };

    readonly Option<bool> _dryRun = new("--dry-run") { Description = "Remove nothing, only list." };
    readonly TextOrJsonOption _format = new();

    public SweepCommand()
        : base(
            "sweep",
            "Remove files that no commit names: what was purged or replaced, and what broken-off runs left.",
            "traillake sweep --lake lake --dry-run",
            "traillake sweep --lake lake --grace 24h")
    {
        Options.Add(_lake);
        Options.Add(_grace);
        Options.Add(_dryRun);
        Options.Add(_format);
    }

    public override bool Writes => true;

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = _format.ReadIsJson(arguments);
        var grace = ReadGrace(arguments.GetValue(_grace) ?? DefaultGrace);
        bool isDone = !arguments.GetValue(_dryRun);
        var store = LakeAccess.Store(_lake.Read(arguments));
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
        return TimeText.TryParse(text, now, out var time) && time.Start == time.End && now - time.Start is var grace
            && grace >= TimeSpan.Zero && grace <= LakeSweep.MostGrace
            ? grace
            : throw new TrailLakeException(ErrorKind.Usage, $"--grace is '{text}', expected a span of at most 30 days: 24h, 7d, 2w", "--grace");
    }
}
