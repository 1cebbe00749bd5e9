using System.CommandLine;
using TrailLake.Answers.Principals;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake chart</c>: events as bars, over time or by what they have in common.</summary>
sealed class ChartCommand : TrailLakeCommand
{
    static readonly string[] s_names = [.. Enum.GetNames<CountDimension>().Select(name => name.ToLowerInvariant())];

    readonly Argument<string> _entity = new("ENTITY")
    {
        Description = "Count only events about this key, principal, address, resource, …",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string> _by = CommandOption.Of<string>("--by", "WHAT", $"What to count by: {string.Join(", ", s_names)}.", "day");
    readonly Option<int> _top = CommandOption.Of<int>("--top", "N", "Most bars, but for days and hours.", 20);
    readonly SessionOptionGroup _session = new(explains: true);
    readonly OutputOptions _output = new(text: true);

    public ChartCommand()
        : base(
            "chart",
            "Draw events over time, by hour of day, by principal, …",
            "traillake chart --lake lake --by hour",
            "traillake chart --lake lake 203.0.113.7 --by call --format json")
    {
        Declare([_entity, _by, _top, .. _session.Symbols, .. _output.Symbols]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var dimension = ReadDimension(arguments.GetValue(_by)!);
        var entity = arguments.GetValue(_entity) is { } text ? Entity.Parse(text) : null;
        var (lake, options) = _session.Read(arguments);
        var target = _output.Read(arguments);
        var top = arguments.GetValue(_top);
        UsageError.ThrowIf(top < 1, "--top", top, "a number from 1");

        using var session = context.Answer.Open(lake, options, says: true);
        var bars = ChartBars.Of(dimension, EventCounts.ReadTop(session, dimension, top, entity, cancellation), top);
        _session.Explain(arguments, session, context.Terminal.Error);
        if (bars.All(bar => bar.Value == 0))
        {
            if (entity is not null)
            {
                NothingFound.Say(entity, session, options.Filter, context.Terminal, cancellation);
            }
            else
            {
                NothingFound.SayWhatIsMissing(session, options.Filter, context.Terminal, cancellation);
            }

            return Task.FromResult(ExitCode.Incomplete);
        }

        var name = dimension.ToString().ToLowerInvariant();
        OutputFile.WriteTo(target, context.Terminal, terminal =>
        {
            if (target.Format == OutputFormat.Text)
            {
                var title = $"{Plural.Of(bars.Sum(bar => bar.Value), "event")}{(entity is null ? "" : " about " + entity.Text)} by {name}";
                BarText.Write(title, bars, terminal);
            }
            else
            {
                var rows = bars.Select(bar => new CommandRow(bar.Label, bar.Value, bar.Part));
                ResultWriter.Run(CommandRow.Columns(name, "events#", "failed#"), rows, target.Format, terminal);
            }
        });
        return Task.FromResult(ExitCode.Done);
    }

    static CountDimension ReadDimension(string text)
    {
        var at = Array.IndexOf(s_names, text.ToLowerInvariant());
        return at >= 0
            ? Enum.GetValues<CountDimension>()[at]
            : throw UsageError.Unexpected("--by", text, "one of " + string.Join(", ", s_names));
    }
}
