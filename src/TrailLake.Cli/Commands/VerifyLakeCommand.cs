using System.CommandLine;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Maintenance.Verification;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake verify lake</c>: whether the lake is as it was committed, and its counts add up.</summary>
sealed class VerifyLakeCommand : TrailLakeCommand
{
    // The lake may be named as other verbs do, or as what is verified; never both ways.
    readonly Argument<string?> _directory = new("DIR")
    {
        Description = "Folder of the lake; in place of --lake.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<int> _jobs = CommandOption.Of<int>("--jobs", "N", "Files that are read at once (default: one for each core).");
    public VerifyLakeCommand()
        : base(
            "lake",
            "Check every file, value, statistic and count of the lake; name damage and what brings it back.",
            "traillake verify lake --lake lake",
            "traillake verify lake ./lake --format json")
    {
        Declare(_directory, new LakeOption(), _jobs, new TextOrJsonOption());
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = TextOrJsonOption.ReadIsJson(arguments);
        int jobs = arguments.GetValue(_jobs);
        UsageError.ThrowIf(arguments.GetResult(_jobs) is not null && jobs is < 1 or > 256, "--jobs", jobs, "1 to 256");

        var store = Lake.Open(ReadLake(arguments)).Store;
        var verifier = new LakeVerifier(store, jobs);
        LakeVerification found;
        using (new ProgressLine(context.Terminal, _ => VerificationText.Progress(verifier.Progress)))
        {
            found = verifier.Run(cancellation);
        }

        context.Terminal.Out.Write(json ? VerificationText.Json(found, store.Directory) : VerificationText.Lines(found, store.Directory));
        return Task.FromResult(found.IsSound ? ExitCode.Done : ExitCode.Incomplete);
    }

    string ReadLake(ParseResult arguments) =>
        arguments.GetValue(_directory) is not { } directory ? LakeOption.Read(arguments)
        : SharedOption.Value<LakeOption>(arguments) is null ? directory
        : throw UsageError.Of($"two lakes are named: '{directory}' and --lake; name one", "--lake");
}
