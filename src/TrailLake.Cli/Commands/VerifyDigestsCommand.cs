using System.CommandLine;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Digests;
using TrailLake.Errors;
using TrailLake.Maintenance;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake verify digests SOURCE --keys FILE</c>: CloudTrail's log file integrity, offline.</summary>
sealed class VerifyDigestsCommand : TrailLakeCommand
{
    readonly SourceOptions _source = new(single: true);

    readonly Option<string[]> _keys = new("--keys")
    {
        Description = "What `aws cloudtrail list-public-keys` prints for the digests' region and span; repeat it for several regions.",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<string> _bucket = CommandOption.Of<string>(
        "--bucket", "NAME",
        "Bucket that the archive was delivered to, when it was moved since; for a local copy, the one that it must be of.");

    readonly Option<bool> _record = CommandOption.Flag(
        "--record", "Write what is proven about each ingested object into the lake's ledger (objects.verified).");

    public VerifyDigestsCommand()
        : base(
            "digests",
            "Verify CloudTrail's digest files and the log files they name, offline, on S3 or a copy.",
            "aws cloudtrail list-public-keys --start-time 2026-01-01 --end-time 2026-04-01 > keys.json",
            "traillake verify digests ./AWSLogs --keys keys.json",
            "traillake verify digests s3://my-trail-bucket --keys keys.json --from 90d --format json",
            "traillake verify digests s3://copy-of-it --bucket my-trail-bucket --keys keys.json --record --lake lake")
    {
        Declare([.. _source.Symbols, _keys, _bucket, _record, new LakeOption(), new TextOrJsonOption()]);
    }

    public override bool Writes => true;

    public override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = TextOrJsonOption.ReadIsJson(arguments);
        var filter = _source.ReadFilter(arguments, lake: null);
        var options = new DigestVerificationOptions
        {
            From = filter.From,
            To = filter.To,
            Accounts = filter.Accounts,
            Regions = filter.Regions,
            Bucket = arguments.GetValue(_bucket),
        };

        // All that can be wrong with the call is found before anything is read for long.
        var keys = PublicKeys.Load(arguments.GetValue(_keys) ?? []);
        var store = arguments.GetValue(_record) ? Lake.Open(LakeOption.Read(arguments)).Store : null;
        var index = store is null ? null : new DigestVerdictIndex();
        var source = _source.Read(arguments);
        using var owned = source as IDisposable;
        var output = context.Terminal.Out;
        var report = await new DigestVerifier(source, keys, options)
            .RunAsync(verdict => DigestVerdictText.Write(verdict, json, output), index, cancellation)
            .ConfigureAwait(false);
        if (!json)
        {
            DigestVerdictText.WriteSummary(report, output);
        }

        await output.FlushAsync(cancellation).ConfigureAwait(false);
        IngestText.Problems(report.Problems, context.Terminal);
        if (report.FirstMalformed is { } malformed)
        {
            var text = DigestVerdictText.Malformed(malformed, report.Malformed, store is not null);
            throw new TrailLakeException(ErrorKind.Source, text, malformed.Uri);
        }

        if (report.Digests == 0)
        {
            context.Terminal.Error.WriteLine(TerminalText.Escape(
                $"no digest files in {source.Name}: they lie in AWSLogs/<account>/CloudTrail-Digest/, beside CloudTrail/, "
                    + "when log file validation is on"));
            return ExitCode.Incomplete;
        }

        if (store is not null)
        {
            context.Terminal.Error.WriteLine(DigestVerdictText.Recorded(new DigestVerdictRecorder(store, index!.Of).Run()));
        }

        return report.IsValid ? ExitCode.Done : ExitCode.Incomplete;
    }
}
