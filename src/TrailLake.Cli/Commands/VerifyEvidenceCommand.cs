using System.CommandLine;
using TrailLake.Answers.Evidence;
using TrailLake.Cli.Answers;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Texts;
using TrailLake.Errors;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake verify evidence FILE</c>: whether an answer still stands.</summary>
sealed class VerifyEvidenceCommand : TrailLakeCommand
{
    const int MostShown = 20;

    readonly Argument<string> _file = new("FILE") { Description = "Manifest that --evidence wrote." };
    readonly Option<string> _lake = CommandOption.Of<string>(
        "--lake", "DIR", "Folder of the lake (default: the one that the manifest names).");

    public VerifyEvidenceCommand()
        : base(
            "evidence",
            "Ask the question of a manifest again, of the same state of the lake, and compare the answer and its source objects.",
            "traillake verify evidence answer.evidence.json",
            "traillake verify evidence answer.evidence.json --lake /mnt/copy/lake")
    {
        Declare(_file, _lake);
    }

    public override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(context.Arguments.GetValue(_file)!);
        var manifest = EvidenceManifest.Read(path);
        var lake = Path.GetFullPath(context.Arguments.GetValue(_lake) ?? manifest.Lake.Directory);
        var output = context.Terminal.Out;
        var check = new EvidenceCheck(manifest, lake, context.Run, cancellation);
        var differences = await check.RunAsync().ConfigureAwait(false);
        foreach (var difference in differences.Take(MostShown))
        {
            output.Write(TerminalText.Escape($"differs: {difference}") + "\n");
        }

        if (differences.Count > MostShown)
        {
            output.Write($"and {differences.Count - MostShown:N0} more\n");
        }

        if (differences.Count == 0)
        {
            var since = check.VerifiedSince > 0 ? $", {check.VerifiedSince:N0} of them found valid by digests since" : "";
            output.Write($"confirmed: the same answer from version {manifest.Lake.Version} of the lake, "
                + $"and {Plural.Of(manifest.Sources.Count, "source object")} with the same hashes{since}\n");
        }

        return differences.Count == 0 ? ExitCode.Done : ExitCode.Incomplete;
    }
}
