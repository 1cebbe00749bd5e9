using System.CommandLine;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Containers;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Store;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake ingest SOURCE…</c>: turns an archive into a lake, or reads what is new of it.</summary>
sealed class IngestCommand : TrailLakeCommand
{
    const string FormatDescription = "How to report: human, or json for one object on stdout (default: human).";

    readonly SourceOptions _sources = new();
    readonly Option<int> _jobs = CommandOption.Of<int>("--jobs", "N", "Scanning threads (default: one for each core).");
    readonly Option<string> _memory = CommandOption.Of<string>(
        "--memory", "SIZE", "Memory for batches and event ids, such as 1GB (default: 256MB).");

    readonly Option<long> _commitEvents = CommandOption.Of<long>(
        "--commit-events", "N", "Events after which what was read becomes visible (default: 4000000).");

    readonly Option<bool> _dryRun = CommandOption.Flag(
        "--dry-run", "Read nothing, only list: objects and bytes by account, region and kind.");

    public IngestCommand()
        : base(
            "ingest",
            "Read a CloudTrail archive into a lake; a second run reads only what is new.",
            "traillake ingest s3://my-trail-bucket --lake lake --from 90d",
            "traillake ingest ./AWSLogs --lake lake",
            "traillake ingest s3://my-trail-bucket --lake lake --role-arn arn:aws:iam::111122223333:role/audit --dry-run",
            "aws cloudtrail lookup-events | traillake ingest - --lake lake")
    {
        var format = new TextOrJsonOption(FormatDescription, "human");
        Declare([.. _sources.Symbols, new LakeOption(), _jobs, _memory, _commitEvents, _dryRun, format]);
    }

    public override bool Writes => true;

    public override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = TextOrJsonOption.ReadIsJson(arguments);
        bool isDryRun = arguments.GetValue(_dryRun);
        var lake = isDryRun && SharedOption.Value<LakeOption>(arguments) is null ? null : LakeOption.Read(arguments);
        var options = ReadOptions(arguments, lake);
        var source = _sources.Read(arguments);
        if (isDryRun)
        {
            var plan = await IngestPlan.ReadAsync(source, options.Filter, cancellation).ConfigureAwait(false);
            context.Terminal.Out.Write(json ? IngestText.Json(plan) : IngestText.Lines(plan));
            IngestText.Problems(plan.Problems, context.Terminal);
            return plan.IsWhole ? ExitCode.Done : ExitCode.Incomplete;
        }

        if (!LakeStore.Exists(lake!))
        {
            // A source that is not there must not leave an empty lake behind.
            await SourceProbe.RequireListableAsync(source, options.Filter, cancellation).ConfigureAwait(false);
        }

        var store = Lake.Create(lake!).Store;
        var before = store.Snapshot();
        var hasPurges = before.Purges.Count > 0;
        long ofPurgedDays = before.EventsOfPurgedDays;
        var pipeline = new IngestPipeline(
            store, source, options with { BuffersReturned = new GarbageCollectionPacer(options.Memory).Pace });
        IngestReport report;
        using (new ProgressLine(context.Terminal, elapsed => IngestText.Progress(pipeline.Progress, elapsed)))
        {
            var stop = context.Interrupt.EndGracefully(() => context.Terminal.Error.WriteLine(
                "\ntraillake: stopping: what is being read is read to its end and committed; once more ends at once"));
            report = await pipeline.RunAsync(cancellation, stop).ConfigureAwait(false);
        }

        // Only then: it takes to read the log once more.
        ofPurgedDays = hasPurges ? Math.Max(0, store.Snapshot().EventsOfPurgedDays - ofPurgedDays) : 0;
        if (json)
        {
            context.Terminal.Out.Write(IngestText.Json(report, ofPurgedDays));
        }
        else
        {
            context.Terminal.Error.Write(IngestText.Lines(report, store.Directory, ofPurgedDays));
        }

        IngestText.Problems(report.Problems, context.Terminal);
        IngestText.Problems(report.Damages, context.Terminal);
        if (report.IsStopped)
        {
            context.Terminal.Say("stopped before all was read; what was read is in the lake, and the next run reads the rest");
            return context.Interrupt.ExitCode;
        }

        if (report.Objects == 0 && report.KnownObjects == 0 && (options.Filter.Accounts.Count > 0 || options.Filter.Regions.Count > 0))
        {
            var wanted = string.Join(", ", [.. options.Filter.Accounts, .. options.Filter.Regions]);
            context.Terminal.Say($"the source has no object of {wanted}");
            return ExitCode.Incomplete;
        }

        return report.IsClean ? ExitCode.Done : ExitCode.Incomplete;
    }

    IngestOptions ReadOptions(ParseResult arguments, string? lake)
    {
        var options = new IngestOptions { Filter = _sources.ReadFilter(arguments, lake), Containers = ContainerFormats.All };
        if (arguments.GetResult(_jobs) is not null)
        {
            int jobs = arguments.GetValue(_jobs);
            UsageError.ThrowIf(jobs is < 1 or > 256, "--jobs", jobs, "1 to 256");
            options = options with { Jobs = jobs };
        }

        if (arguments.GetValue(_memory) is { } memory)
        {
            options = ByteSize.TryParse(memory, out long bytes) && bytes >= 64L << 20
                ? options with { Memory = bytes }
                : throw UsageError.Unexpected("--memory", memory, "64MB or more, such as 256MB or 1GB");
        }

        if (arguments.GetResult(_commitEvents) is not null)
        {
            long events = arguments.GetValue(_commitEvents);
            UsageError.ThrowIf(events < 1, "--commit-events", events, "1 or more");
            options = options with { CommitEvents = events };
        }

        return options;
    }
}
