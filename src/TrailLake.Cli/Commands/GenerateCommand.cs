using System.CommandLine;
using System.Text.Json.Nodes;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Generator.Archives;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake generate OUT</c>: writes an invented archive, for those who want to try at scale.</summary>
sealed class GenerateCommand : TrailLakeCommand
{
    static readonly (string Name, GeneratorProfile Profile)[] s_profiles =
    [
        ("org", GeneratorProfile.Org),
        ("small", GeneratorProfile.Small),
        ("whale", GeneratorProfile.Whale),
        ("data-events", GeneratorProfile.DataEvents),
        ("wide", GeneratorProfile.Wide),
    ];

    readonly Argument<string> _folder = new("OUT") { Description = "Folder to write to; AWSLogs/… comes to stand in it, as in a bucket." };
    readonly Option<string> _profile = CommandOption.Of<string>(
        "--profile", "NAME",
        "Shape: org has 500 events an object, small 5, whale 100,000; data-events is mostly S3, wide has 60 accounts.", "org");

    readonly Option<long> _events = CommandOption.Of<long>("--events", "N", "Number of events.", 1_000_000);
    readonly Option<ulong> _seed = CommandOption.Of<ulong>("--seed", "N", "What all that is random comes from: same seed, same bytes.", 1);
    readonly Option<int?> _days = CommandOption.Of<int?>("--days", "N", "Days of delivery. [default: that of the profile, 2 to 60]");
    readonly Option<double> _duplicates = CommandOption.Of<double>(
        "--duplicates", "F", "Fraction of the objects that a second trail delivers again, 0 to 1.");

    readonly Option<int> _trails = CommandOption.Of<int>(
        "--trails", "N",
        "Number of trails that deliver the same events; those after the first under trail-2/, trail-3/ … in other objects, "
            + "which begin and end elsewhere.", 1);

    readonly Option<int> _jobs = CommandOption.Of<int>("--jobs", "N", "Number of workers.", Environment.ProcessorCount);
    readonly Option<string> _format = CommandOption.Of<string>("--format", "FORMAT", "How to report: human or json.", "human");

    public GenerateCommand()
        : base(
            "generate",
            "Write an invented CloudTrail archive of any size in the layout of S3, for trying at scale.",
            "traillake generate archive --events 1000000",
            "traillake generate archive --profile small --events 200000 --seed 7",
            "traillake generate archive --events 10000000 --days 365",
            "traillake generate archive --events 100000 --trails 2")
    {
        Declare(_folder, _profile, _events, _seed, _days, _duplicates, _trails, _jobs, _format);
    }

    public override bool Writes => true;

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var options = ReadOptions(context.Arguments);
        var format = context.Arguments.GetValue(_format);
        UsageError.ThrowIf(format is not ("human" or "json"), $"--format is '{format}'; expected human or json", "--format");

        var summary = ArchiveGenerator.Run(options, cancel: cancellation);
        context.Terminal.Out.WriteLine(format == "json" ? Json(summary) : Words(summary));
        return Task.FromResult(ExitCode.Done);
    }

    GeneratorOptions ReadOptions(ParseResult arguments)
    {
        var name = arguments.GetValue(_profile);
        var profile = s_profiles.FirstOrDefault(p => p.Name == name);
        var names = string.Join(", ", s_profiles.Select(p => p.Name));
        UsageError.ThrowIf(profile.Name is null, $"--profile is '{name}'; expected {names}", "--profile");

        var (events, jobs, days) = (arguments.GetValue(_events), arguments.GetValue(_jobs), arguments.GetValue(_days));
        var (trails, duplicates) = (arguments.GetValue(_trails), arguments.GetValue(_duplicates));
        return new GeneratorOptions
        {
            OutputFolder = Path.GetFullPath(arguments.GetValue(_folder)!),
            Profile = profile.Profile,
            Events = Checked(events, "--events", events > 0, "1 or more"),
            Seed = arguments.GetValue(_seed),
            Days = Checked(days, "--days", days is null or (>= 1 and <= GeneratorOptions.MostDays), $"1 to {GeneratorOptions.MostDays}"),
            Threads = Checked(jobs, "--jobs", jobs > 0, "1 or more"),
            Trails = Checked(trails, "--trails", trails is >= 1 and <= GeneratorOptions.MostTrails, $"1 to {GeneratorOptions.MostTrails}"),
            DuplicateFraction = Checked(duplicates, "--duplicates", duplicates is >= 0 and <= 1, "0 to 1"),
        };
    }

    static T Checked<T>(T value, string option, bool isRight, string expected) =>
        isRight ? value : throw UsageError.Of($"{option} is {value}; expected {expected}", option);

    static string Words(GeneratedSummary summary) => $"""
        events      {summary.Events:N0}
        duplicates  {summary.DuplicateEvents:N0}
        objects     {summary.Objects:N0}
        JSON        {summary.JsonBytes:N0} bytes
        gzip        {summary.GzipBytes:N0} bytes
        seconds     {summary.Elapsed.TotalSeconds:0.00} ({summary.Events / summary.Elapsed.TotalSeconds:N0} events/s)
        """;

    static string Json(GeneratedSummary summary)
    {
        var names = summary.EventsByName.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value));
        return new JsonObject
        {
            ["events"] = summary.Events,
            ["duplicateEvents"] = summary.DuplicateEvents,
            ["objects"] = summary.Objects,
            ["jsonBytes"] = summary.JsonBytes,
            ["gzipBytes"] = summary.GzipBytes,
            ["seconds"] = Math.Round(summary.Elapsed.TotalSeconds, 3),
            ["eventsByName"] = new JsonObject(names),
        }.ToJsonString();
    }
}
