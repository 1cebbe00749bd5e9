using System.CommandLine;
using TrailLake.Cli.Demo;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake demo</c>: writes the archive of an invented incident, ingests it, and asks who deleted the bucket.</summary>
sealed class DemoCommand : TrailLakeCommand
{
    readonly Option<string> _folder = CommandOption.Of<string>(
        "--dir", "DIR", "Folder to write to: a new or empty one, or that of an earlier demo.", DemoFolder.DefaultName);

    public DemoCommand()
        : base(
            "demo",
            "See it at work: make up an incident, make a lake of its archive, and ask who did it. Offline, in seconds.",
            "traillake demo")
    {
        Declare(_folder);
    }

    public override bool Writes => true;

    public override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var folder = DemoFolder.Open(context.Arguments.GetValue(_folder)!);
        var text = new DemoText(context.Terminal);
        text.Begin(folder, folder.WriteArchive(cancellation));

        var lake = Lake.Create(folder.Lake);
        var pipeline = new IngestPipeline(lake.Store, new LocalLogSource(folder.Archive));
        IngestReport report;
        using (new ProgressLine(context.Terminal, elapsed => IngestText.Progress(pipeline.Progress, elapsed)))
        {
            report = await pipeline.RunAsync(cancellation).ConfigureAwait(false);
        }

        text.Ingested(folder, report);
        using var session = SqlSession.Open(LakeFiles.Of(folder.Lake, lake.Store.Snapshot()));
        var isAnswered = new DemoInvestigation(session, text, cancellation).Run(DemoFolder.Shown(folder.Lake));
        return isAnswered && report.IsClean ? ExitCode.Done : ExitCode.Incomplete;
    }
}
