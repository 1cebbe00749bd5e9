using System.CommandLine;
using TrailLake.Answers.Timelines;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake timeline</c>: everything about one thing, in order of time.</summary>
sealed class TimelineCommand : TrailLakeCommand
{
    readonly Argument<string> _entity = new("ENTITY")
    {
        Description = "Access key, ARN, user, role or session name, address or CIDR range, instance, bucket, any resource's name or id, "
            + "event ID, account.",
    };

    readonly Option<bool> _reads = CommandOption.Flag(
        "--reads", "Show read-only calls too; without it, only those that give credentials or secrets away.");

    readonly SessionOptionGroup _session = new(explains: true);
    readonly OutputOptions _output = new(text: true);

    public TimelineCommand()
        : base(
            "timeline",
            "Tell everything about an access key, principal, address, resource or event, in order of time.",
            "traillake timeline --lake lake ASIAEXAMPLE123456789",
            "traillake timeline --lake lake customer-exports --reads --from 2026-03-01 --output exports.csv")
    {
        Declare([_entity, _reads, .. _session.Symbols, .. _output.Symbols]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var entity = Entity.Parse(arguments.GetValue(_entity)!);
        var (lake, options) = _session.Read(arguments);
        var target = _output.Read(arguments);
        var words = context.Terminal.Error;

        using var session = context.Answer.Open(lake, options, says: true);
        var timeline = new Timeline(session, entity, new TimelineOptions { IncludeReads = arguments.GetValue(_reads) });
        OutputFile.WriteTo(target, context.Terminal, output => Write(timeline, target.Format, output, cancellation));
        context.Terminal.Out.Flush();
        _session.Explain(arguments, session, words);
        if (timeline.Events == 0 && timeline.HiddenReads == 0)
        {
            NothingFound.Say(entity, session, options.Filter, context.Terminal, cancellation);
            return Task.FromResult(ExitCode.Incomplete);
        }

        SaySummary(timeline, entity, words);
        return Task.FromResult(timeline.Events > 0 ? ExitCode.Done : ExitCode.Incomplete);
    }

    static void Write(Timeline timeline, OutputFormat format, Terminal terminal, CancellationToken cancellation)
    {
        var entries = timeline.Read(cancellation);
        if (format != OutputFormat.Text)
        {
            ResultWriter.Run(TimelineText.Columns, entries.Select(TimelineText.Row), format, terminal);
            return;
        }

        foreach (var entry in entries)
        {
            TimelineText.WriteLine(entry, terminal);
        }
    }

    static void SaySummary(Timeline timeline, Entity entity, TextWriter words)
    {
        var meanings = TimelineText.Meanings(timeline);
        var events = Plural.Of(timeline.Events, "event") + (meanings is null ? "" : "; " + meanings);
        words.WriteLine(TerminalText.Escape($"{entity.KindText} {entity.Text}: {events}"));
        if (timeline.HiddenReads > 0)
        {
            words.WriteLine($"{Plural.Of(timeline.HiddenReads, "read-only call is", "read-only calls are")} not shown; --reads shows them");
        }
    }
}
