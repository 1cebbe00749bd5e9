using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli.Options;
using TrailLake.Cli.Output;
using TrailLake.Errors;
using TrailLake.Query.Entities;
using TrailLake.Query.Timelines;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake timeline</c>: everything about one thing, in order of time.</summary>
sealed class TimelineCommand : TrailLakeCommand
{
    readonly Argument<string> _entity = new("ENTITY")
    {
        Description = "Access key, ARN, user, role or session name, address or CIDR range, instance, bucket, any resource's name or id, event ID, account.",
    };

    readonly Option<bool> _reads = new("--reads") { Description = "Show read-only calls too; without it, only those that give credentials or secrets away." };
    readonly SessionOptionGroup _session = new(explains: true);
    readonly OutputOptions _output = new(text: true);

    public TimelineCommand()
        : base(
            "timeline",
            "Tell everything about an access key, principal, address, resource or event, in order of time.",
            "traillake timeline --lake lake ASIAEXAMPLE123456789",
            "traillake timeline --lake lake customer-exports --reads --from 2026-03-01 --output exports.csv")
    {
        Arguments.Add(_entity);
        Options.Add(_reads);
        _session.AddTo(this);
        _output.AddTo(this);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var entity = Entity.Parse(arguments.GetValue(_entity)!);
        var lake = _session.ReadLake(arguments);
        var options = _session.Read(arguments);
        var target = _output.Read(arguments);
        var words = context.Terminal.Error;

        using var session = context.Answer.Open(lake, options, says: true);
        var timeline = new Timeline(session, entity, new TimelineOptions { IncludeReads = arguments.GetValue(_reads) });
        if (target.Path is not null)
        {
            OutputFile.Write(target, output => Write(timeline, target.Format, output, terminal: null, cancellation));
        }
        else
        {
            Write(timeline, target.Format, context.Terminal.Out, context.Terminal, cancellation);
        }

        context.Terminal.Out.Flush();
        _session.Explain(arguments, session, words);
        if (timeline.Events == 0 && timeline.HiddenReads == 0)
        {
            EntityWords.SayNothingFound(entity, session, options.Filter, words, cancellation);
            return Task.FromResult(ExitCode.Incomplete);
        }

        SaySummary(timeline, entity, words);
        return Task.FromResult(timeline.Events > 0 ? ExitCode.Done : ExitCode.Incomplete);
    }

    static long Write(Timeline timeline, OutputFormat format, TextWriter output, Terminal? terminal, CancellationToken cancellation)
    {
        var rows = format == OutputFormat.Text ? null : RowWriters.Create(format, output, terminal);
        rows?.Begin(TimelineText.Columns);
        long entries = 0;
        foreach (var entry in timeline.Read(cancellation))
        {
            entries++;
            if (rows is null)
            {
                TimelineText.WriteLine(entry, output, terminal is { Colour: true });
            }
            else
            {
                rows.Write(TimelineText.Row(entry));
            }
        }

        rows?.End();
        return entries;
    }

    static void SaySummary(Timeline timeline, Entity entity, TextWriter words)
    {
        var meanings = TimelineText.Meanings(timeline);
        words.WriteLine(TerminalText.Escape(string.Create(
            CultureInfo.InvariantCulture,
            $"{entity.KindText} {entity.Text}: {Counted.Of(timeline.Events, "event")}{(meanings is null ? "" : "; " + meanings)}")));
        if (timeline.HiddenReads > 0)
        {
            words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(timeline.HiddenReads, "read-only call is", "read-only calls are")} not shown; --reads shows them"));
        }
    }
}
