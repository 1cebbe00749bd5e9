using System.CommandLine;
using TrailLake.Answers.Traces;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake trace</c>: the chain of credentials around a key, principal or event.</summary>
sealed class TraceCommand : TrailLakeCommand
{
    const int MostDepth = 100;

    readonly Argument<string> _entity = new("KEY|ARN|EVENTID")
    {
        Description = "Access key, ARN of a user, role or session, event ID, instance, or a principal's name.",
    };

    readonly Option<int> _depth = CommandOption.Of<int>("--depth", "N", "Most links in a row.", new TraceOptions().Depth);
    readonly SessionOptionGroup _session = new(explains: true);

    public TraceCommand()
        : base(
            "trace",
            "Follow credentials: back to the person, instance or function they come from, and forwards to all that was issued with them.",
            "traillake trace --lake lake ASIAEXAMPLE123456789",
            "traillake trace --lake lake arn:aws:iam::123456789012:role/admin --format json")
    {
        Declare([_entity, _depth, .. _session.Symbols, new TextOrJsonOption()]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var entity = Entity.Parse(arguments.GetValue(_entity)!);
        var (lake, options) = _session.Read(arguments);
        var isJson = TextOrJsonOption.ReadIsJson(arguments);
        var depth = arguments.GetValue(_depth);
        UsageError.ThrowIf(depth is < 1 or > MostDepth, "--depth", depth, $"a number from 1 to {MostDepth}");

        using var session = context.Answer.Open(lake, options, says: true);
        var trace = CredentialTracer.Run(session, entity, new TraceOptions { Depth = depth }, cancellation);
        if (isJson)
        {
            context.Terminal.Out.Write(TraceJson.Format(trace, entity));
        }
        else
        {
            TraceText.Write(trace, context.Terminal);
        }

        context.Terminal.Out.Flush();
        _session.Explain(arguments, session, context.Terminal.Error);
        if (trace.Roots.Count == 0)
        {
            NothingFound.Say(entity, session, options.Filter, context.Terminal, cancellation);
            return Task.FromResult(ExitCode.Incomplete);
        }

        var links = Plural.Of(trace.Nodes, "link") + (trace.Cut is null ? "" : "; " + trace.Cut);
        context.Terminal.Error.WriteLine(TerminalText.Escape($"{entity.KindText} {entity.Text}: {links}"));
        return Task.FromResult(ExitCode.Done);
    }
}
