using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using TrailLake.Answers.Lookups;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Errors;
using TrailLake.Query.Values;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake lookup</c>: what <c>aws cloudtrail lookup-events</c> can, over the whole lake.</summary>
sealed class LookupCommand : TrailLakeCommand
{
    readonly Option<string[]> _attributes = new("--attribute", "--lookup-attributes")
    {
        Description = "KEY=VALUE; keys: EventId, EventName, ReadOnly, Username, ResourceType, ResourceName, "
            + "EventSource, AccessKeyId. All must hold.",
        HelpName = "KEY=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<int?> _most = new("--max-results", "--max-items") { Description = "Most events (default: all).", HelpName = "N" };
    readonly SessionOptionGroup _session = new(new TimeRangeOptions("--start-time", "--end-time"), explains: true);

    public LookupCommand()
        : base(
            "lookup",
            "Look events up as `aws cloudtrail lookup-events` does, newest first, in its JSON; without its limits of time, number and "
                + "rate.",
            "traillake lookup --lake lake --attribute EventName=ConsoleLogin --start-time 2026-03-01 --max-results 20")
    {
        Declare([_attributes, _most, .. _session.Symbols]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var attributes = (arguments.GetValue(_attributes) ?? []).Select(LookupAttribute.Parse).ToList();
        var (lake, options) = _session.Read(arguments);
        var most = arguments.GetValue(_most);
        UsageError.ThrowIf(most < 1, "--max-results", most ?? 0, "a number from 1");

        using var session = context.Answer.Open(lake, options, says: true);
        var output = context.Terminal.Out;
        var isAny = false;
        foreach (var found in EventLookup.Find(session, attributes, cancellation).Take(most ?? int.MaxValue))
        {
            output.Write(isAny ? ",\n" : "{\"Events\": [\n");
            Write(found, output);
            isAny = true;
        }

        output.Write(isAny ? "\n]}\n" : "{\"Events\": []}\n");
        output.Flush();
        _session.Explain(arguments, session, context.Terminal.Error);
        if (!isAny && !NothingFound.SayWhatIsMissing(session, options.Filter, context.Terminal, cancellation))
        {
            context.Terminal.Say("no event has these attributes");
        }

        return Task.FromResult(isAny ? ExitCode.Done : ExitCode.Incomplete);
    }

    static void Write(LookupEvent found, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ResultJson.Indented))
        {
            found.WriteTo(writer);
        }

        output.Write(TerminalText.EscapeKeepingLines(Encoding.UTF8.GetString(buffer.WrittenSpan)));
    }
}
