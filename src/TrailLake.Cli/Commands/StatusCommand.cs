using TrailLake.Answers.Coverage;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Texts;
using TrailLake.Index;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake status</c>: what is in the lake.</summary>
sealed class StatusCommand : TrailLakeCommand
{
    public StatusCommand()
        : base(
            "status",
            "Say what is in the lake: events, objects, rejects, span, accounts, size.",
            "traillake status --lake lake",
            "traillake status --lake lake --format json")
    {
        Declare(new LakeOption(), new TextOrJsonOption("text or json (default: text)."));
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var lake = LakeOption.Read(context.Arguments);
        var isJson = TextOrJsonOption.ReadIsJson(context.Arguments);
        var snapshot = Lake.Open(lake).Store.Snapshot();
        using var session = SqlSession.Open(LakeFiles.Of(lake, snapshot));
        var status = LakeStatus.Read(lake, snapshot, session, cancellation);
        context.Terminal.Out.Write(isJson ? StatusText.Json(status) : StatusText.Lines(status));
        if (IntegrityNote.Of(snapshot, session, cancellation) is { } warning)
        {
            context.Terminal.Say(warning);
        }

        using var index = LakeIndex.Open(lake);
        if (snapshot.Files.Count(file => !index.Knows(file)) is > 0 and var unknown)
        {
            var (are, them) = unknown == 1 ? ("is", "it") : ("are", "them");
            context.Terminal.Say($"{unknown:N0} of {Plural.Of(snapshot.Files.Count, "data file")} {are} not in the index, "
                + $"so that searches read {them} whole; traillake optimize makes what is missing");
        }

        return Task.FromResult(ExitCode.Done);
    }
}
