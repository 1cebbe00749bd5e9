using System.Collections.Immutable;
using System.CommandLine;
using TrailLake.Answers.Principals;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake who</c>: what a principal did, or all principals side by side.</summary>
sealed class WhoCommand : TrailLakeCommand
{
    static readonly ImmutableArray<QueryColumn> s_columns = CommandRow.Columns(
        "principal", "risk#", "riskiest", "calls#", "denied#", "failed#", "firstSeen", "lastSeen", "type", "account", "addresses#",
        "agents#", "regions#", "keys#", "services#", "mfa");

    readonly Argument<string> _principal = new("PRINCIPAL")
    {
        Description = "User, role or session by name or ARN, access key, unique id, address, service, account.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<bool> _all = CommandOption.Flag("--all", "All principals, those with the riskiest calls first.");
    readonly SessionOptionGroup _session = new(explains: true);
    readonly OutputOptions _output = new(text: true);

    public WhoCommand()
        : base(
            "who",
            "Say what a principal did: when, from where, with which keys, what was denied, and its riskiest calls.",
            "traillake who --lake lake ci-deploy",
            "traillake who --lake lake --all --from 7d --format csv")
    {
        Declare([_principal, _all, .. _session.Symbols, .. _output.Symbols]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var name = arguments.GetValue(_principal);
        var isAll = arguments.GetValue(_all);
        UsageError.ThrowIf(
            isAll == (name is not null),
            isAll ? "both a principal and --all are given: expected one of them" : "no principal was named: expected one, or --all",
            "--all");

        var entity = name is null ? null : Entity.Parse(name);
        var (lake, options) = _session.Read(arguments);
        var target = _output.Read(arguments);
        UsageError.ThrowIf(
            entity is not null && target.Format is not (OutputFormat.Text or OutputFormat.Json),
            "the report on one principal is written as text or json; --all also as table, csv, jsonl or markdown",
            "--format");

        using var session = context.Answer.Open(lake, options, says: true);
        var exitCode = entity is null
            ? RunAll(context.Terminal, session, target, options.Filter, cancellation)
            : RunOne(context.Terminal, session, target, options.Filter, entity, cancellation);
        _session.Explain(arguments, session, context.Terminal.Error);
        return Task.FromResult(exitCode);
    }

    static ExitCode RunOne(
        Terminal terminal, SqlSession session, OutputTarget target, EventFilter filter, Entity entity, CancellationToken cancellation)
    {
        var report = PrincipalReport.Read(session, entity, cancellation);
        if (report.Events == 0)
        {
            NothingFound.Say(entity, session, filter, terminal, cancellation);
            return ExitCode.Incomplete;
        }

        OutputFile.WriteTo(target, terminal, output =>
        {
            if (target.Format == OutputFormat.Json)
            {
                output.Out.Write(WhoJson.Format(report, entity));
            }
            else
            {
                WhoText.Write(report, entity, output);
            }
        });
        return ExitCode.Done;
    }

    static ExitCode RunAll(Terminal terminal, SqlSession session, OutputTarget target, EventFilter filter, CancellationToken cancellation)
    {
        var principals = PrincipalList.Read(session, cancellation);
        if (principals.Count == 0)
        {
            NothingFound.SayWhatIsMissing(session, filter, terminal, cancellation);
            return ExitCode.Incomplete;
        }

        var format = target.Format == OutputFormat.Text ? OutputFormat.Table : target.Format;
        OutputFile.WriteTo(target, terminal, output => ResultWriter.Run(s_columns, principals.Select(Row), format, output));
        return ExitCode.Done;
    }

    static CommandRow Row(PrincipalSummary principal) => new(
        principal.Principal, (long)principal.Score, Calls(principal.Riskiest), principal.Events, principal.Denied, principal.Failed,
        TimeFormat.Iso(principal.First), TimeFormat.Iso(principal.Last), principal.Type, principal.Account, principal.Addresses,
        principal.Agents, principal.Regions, principal.Keys, principal.Services, principal.Mfa);

    static string Calls(IReadOnlyList<RiskyCall> calls) => string.Join(", ", calls.Select(call => $"{call.EventName} {call.Count.Events}"));
}
