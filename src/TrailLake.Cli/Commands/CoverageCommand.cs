using TrailLake.Answers.Coverage;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Query.Search;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake coverage</c>: what the lake holds of a span hour by hour, and what is missing in it.</summary>
sealed class CoverageCommand : TrailLakeCommand
{
    readonly RegionOption _region = new();
    readonly SessionOptionGroup _session = new();

    public CoverageCommand()
        : base(
            "coverage",
            "Say what is missing: hours without data, trails that were stopped, objects that could not be read, what was never logged.",
            "traillake coverage --lake lake",
            "traillake coverage --lake lake --from 2026-03-01 --to 2026-03-31 --account 111122223333 --region eu-west-1 --format json")
    {
        Declare([.. _session.Symbols, _region, new TextOrJsonOption()]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var (lake, options) = _session.Read(arguments);
        var isJson = TextOrJsonOption.ReadIsJson(arguments);
        var request = CoverageRequest.Of(options.Filter) with { Regions = arguments.GetValue(_region) ?? [] };

        // A trail may have been stopped before the span, and in another account.
        using var session = context.Answer.Open(
            lake, options with { Filter = new EventFilter { To = request.To } }, options.Filter, isAboutLedger: true);
        var report = CoverageReport.Read(session, request, cancellation);
        if (isJson)
        {
            CoverageJson.Write(report, context.Answer.Version, context.Terminal.Out);
        }
        else
        {
            CoverageText.Write(report, context.Terminal);
        }

        return Task.FromResult(report.IsMissing ? ExitCode.Incomplete : ExitCode.Done);
    }
}
