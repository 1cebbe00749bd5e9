using System;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli.Options;
using TrailLake.Cli.Output;
using TrailLake.Errors;
using TrailLake.Query.Entities;
using TrailLake.Query.Principals;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake chart</c>: events as bars, over time or by what they have in common.</summary>
sealed class ChartCommand : TrailLakeCommand
{
    static readonly string[] s_names = [.. Enum.GetNames<Dimension>().Select(name => name.ToLowerInvariant())];

    readonly Argument<string> _entity = new("ENTITY")
    {
        Description = "Count only events about this key, principal, address, resource, …",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string> _by = new("--by") { Description = $"What to count by: {string.Join(", ", s_names)}.", HelpName = "WHAT", DefaultValueFactory = _ => "day" };
    readonly Option<int> _top = new("--top") { Description = "Most bars, but for days and hours.", HelpName = "N", DefaultValueFactory = _ => 20 };
    readonly SessionOptionGroup _session = new(explains: true);
    readonly OutputOptions _output = new(text: true);

    public ChartCommand()
        : base(
            "chart",
            "Draw events over time, by hour of day, by principal, …",
            "traillake chart --lake lake --by hour",
            "traillake chart --lake lake 203.0.113.7 --by call --format json")
    {
        Arguments.Add(_entity);
        Options.Add(_by);
        Options.Add(_top);
        _session.AddTo(this);
        _output.AddTo(this);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var dimension = ReadDimension(arguments.GetValue(_by)!);
        var entity = arguments.GetValue(_entity) is { } text ? Entity.Parse(text) : null;
        var lake = _session.ReadLake(arguments);
        var options = _session.Read(arguments);
        var target = _output.Read(arguments);
        var top = arguments.GetValue(_top);
        if (top < 1)
        {
            throw new TrailLakeException(ErrorKind.Usage, $"--top is {top}, expected a number from 1", "--top");
        }

        using var session = context.Answer.Open(lake, options, says: true);
        var bars = ChartBars.Of(dimension, EventCounts.ReadTop(session, dimension, top, entity, cancellation), top);
        _session.Explain(arguments, session, context.Terminal.Error);
        if (bars.All(bar => bar.Value == 0))
        {
            if (entity is not null)
            {
                EntityWords.SayNothingFound(entity, session, options.Filter, context.Terminal.Error, cancellation);
            }
            else
            {
                EntityWords.SayWhatIsMissing(session, options.Filter, context.Terminal.Error, cancellation);
            }

            return Task.FromResult(ExitCode.Incomplete);
        }

        var name = dimension.ToString().ToLowerInvariant();
        if (target.Format == OutputFormat.Text)
        {
            var title = $"{Counted.Of(bars.Sum(bar => bar.Value), "event")}{(entity is null ? "" : " about " + entity.Text)} by {name}";
            OutputFile.WriteTo(target, context.Terminal, terminal => BarText.Write(title, bars, terminal));
        }
        else
        {
            OutputFile.WriteTo(target, context.Terminal, terminal =>
            {
                var rows = RowWriters.Create(target.Format, terminal.Out, target.Path is null ? terminal : null);
                rows.Begin(TextRow.Columns(name, "events#", "failed#"));
                foreach (var bar in bars)
                {
                    rows.Write(new TextRow(bar.Label, bar.Value, bar.Part));
                }

                rows.End();
            });
        }

        return Task.FromResult(ExitCode.Done);
    }

    static Dimension ReadDimension(string text)
    {
        var at = Array.IndexOf(s_names, text.ToLowerInvariant());
        return at >= 0
            ? Enum.GetValues<Dimension>()[at]
            : throw new TrailLakeException(ErrorKind.Usage, $"--by is '{text}', expected one of {string.Join(", ", s_names)}", "--by");
    }
}
