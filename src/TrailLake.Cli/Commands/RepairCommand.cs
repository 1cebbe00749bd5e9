using System.CommandLine;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Containers;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Repair;
using TrailLake.Maintenance.Verification;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake repair</c>: brings back what damaged files held from the source objects that the ledger names.</summary>
sealed class RepairCommand : TrailLakeCommand
{
    readonly Option<string> _source = CommandOption.Of<string>(
        "--source", "SOURCE", "Root of the archive now, if it was moved: a folder or s3://bucket/prefix (default: where the ledger says).");

    readonly Option<bool> _acceptLoss = CommandOption.Flag(
        "--accept-loss", "Replace a file that cannot be decoded by what can be brought back, and record the rest as lost.");

    readonly Option<bool> _newSecret = CommandOption.Flag(
        "--new-secret", "Give the lake a new secret in the place of one that is lost; earlier events are then compared by their content.");

    readonly SourceAccessOptions _access = new();

    public RepairCommand()
        : base(
            "repair",
            "Verify the lake, and read again the source objects of what is damaged.",
            "traillake repair --lake lake",
            "traillake repair --lake lake --source /mnt/copy/AWSLogs")
    {
        Declare([new LakeOption(), _source, _acceptLoss, _newSecret, .. _access.Symbols, new TextOrJsonOption()]);
    }

    public override bool Writes => true;

    public override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = TextOrJsonOption.ReadIsJson(arguments);
        var store = Lake.Open(LakeOption.Read(arguments)).Store;
        if (arguments.GetValue(_newSecret))
        {
            context.Terminal.Error.WriteLine(store.ReplaceLostSecret()
                ? "The lake has a new secret. Keep a copy of record-hash.secret with the lake's other files."
                : "The lake's secret is there: it was not replaced.");
        }

        var verifier = new LakeVerifier(store);
        LakeVerification found;
        using (new ProgressLine(context.Terminal, _ => VerificationText.Progress(verifier.Progress)))
        {
            found = verifier.Run(cancellation);
        }

        using var sources = new SourceLocator(name => _access.Open(name, arguments), arguments.GetValue(_source));
        var options = new RepairOptions
        {
            AcceptLoss = arguments.GetValue(_acceptLoss),
            Ingest = new IngestOptions { Containers = ContainerFormats.All },
        };
        var report = await new LakeRepair(store, sources, options).RunAsync(found, cancellation).ConfigureAwait(false);
        context.Terminal.Out.Write(json ? RepairText.Json(report, found) : RepairText.Lines(report, found, store.Directory));
        return report.IsComplete && found.Mismatches.Count == 0 ? ExitCode.Done : ExitCode.Incomplete;
    }
}
