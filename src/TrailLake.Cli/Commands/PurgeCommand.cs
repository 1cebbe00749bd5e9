using System.CommandLine;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Maintenance;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake purge --before DATE</c>: retention.</summary>
sealed class PurgeCommand : TrailLakeCommand
{
    readonly Option<string> _before = CommandOption.Of<string>(
        "--before", "DATE", "First day that is kept, UTC: 2025-01-01, or 400d = that long ago.");

    readonly Option<string> _account = CommandOption.Of<string>("--account", "ID", "Only this account's events.");
    readonly Option<bool> _yes = CommandOption.Flag("--yes", "Do it; without it, only count.");
    public PurgeCommand()
        : base(
            "purge",
            "Take events of old days out of the lake; counts first, does it with --yes.",
            "traillake purge --lake lake --before 2024-01-01",
            "traillake purge --lake lake --before 730d --account 111122223333 --yes")
    {
        Declare(new LakeOption(), _before, _account, _yes, new TextOrJsonOption());
    }

    public override bool Writes => true;

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = TextOrJsonOption.ReadIsJson(arguments);
        var before = ReadBefore(arguments.GetValue(_before));
        bool isDone = arguments.GetValue(_yes);
        var store = Lake.Open(LakeOption.Read(arguments)).Store;
        var purge = new LakePurge(store, before, arguments.GetValue(_account));
        var plan = isDone ? purge.Run() : purge.Plan();
        context.Terminal.Out.Write(json ? PurgeText.Json(plan, isDone) : PurgeText.Lines(plan, isDone));
        return Task.FromResult(ExitCode.Done);
    }

    static DateOnly ReadBefore(string? text)
    {
        if (text is null)
        {
            throw UsageError.Of("no day was named: give --before DATE, the first day that is kept", "--before");
        }

        // Of a day that is named by a time or a span, nothing goes: days go as a whole.
        return TimeExpression.TryParse(text, DateTime.UtcNow, out var time)
            ? DateOnly.FromDateTime(time.Start)
            : throw UsageError.Unexpected("--before", text, "a date (2025-01-01) or a span back from now (400d)");
    }
}
