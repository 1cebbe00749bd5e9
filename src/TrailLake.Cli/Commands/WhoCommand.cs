using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli.Options;
using TrailLake.Cli.Output;
using TrailLake.Errors;
using TrailLake.Query;
using TrailLake.Query.Entities;
using TrailLake.Query.Principals;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake who</c>: what a principal did, or all principals side by side.</summary>
sealed class WhoCommand : TrailLakeCommand
{
    readonly Argument<string> _principal = new("PRINCIPAL")
    {
        Description = "User, role or session by name or ARN, access key, unique id, address, service, account.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<bool> _all = new("--all") { Description = "All principals, those with the riskiest calls first." };
    readonly SessionOptionGroup _session = new(explains: true);
    readonly OutputOptions _output = new(text: true);

    public WhoCommand()
        : base(
            "who",
            "Say what a principal did: when, from where, with which keys, what was denied, and its riskiest calls.",
            "traillake who --lake lake ci-deploy",
            "traillake who --lake lake --all --from 7d --format csv")
    {
        Arguments.Add(_principal);
        Options.Add(_all);
        _session.AddTo(this);
        _output.AddTo(this);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var name = arguments.GetValue(_principal);
        var isAll = arguments.GetValue(_all);
        if (isAll == (name is not null))
        {
            throw new TrailLakeException(ErrorKind.Usage, isAll ? "both a principal and --all are given: expected one of them" : "no principal was named: expected one, or --all", "--all");
        }

        var entity = name is null ? null : Entity.Parse(name);
        var lake = _session.ReadLake(arguments);
        var options = _session.Read(arguments);
        var target = _output.Read(arguments);
        if (entity is not null && target.Format is not (OutputFormat.Text or OutputFormat.Json))
        {
            throw new TrailLakeException(ErrorKind.Usage, "the report on one principal is written as text or json; --all also as table, csv, jsonl or markdown", "--format");
        }

        using var session = context.Answer.Open(lake, options, says: true);
        var exitCode = entity is null
            ? RunAll(context.Terminal, session, target, options.Filter, cancellation)
            : RunOne(context.Terminal, session, target, options.Filter, entity, cancellation);
        _session.Explain(arguments, session, context.Terminal.Error);
        return Task.FromResult(exitCode);
    }

    static ExitCode RunOne(Terminal terminal, LakeSession session, OutputTarget target, EventFilter filter, Entity entity, CancellationToken cancellation)
    {
        var report = PrincipalReport.Read(session, entity, cancellation);
        if (report.Events == 0)
        {
            EntityWords.SayNothingFound(entity, session, filter, terminal.Error, cancellation);
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

    static ExitCode RunAll(Terminal terminal, LakeSession session, OutputTarget target, EventFilter filter, CancellationToken cancellation)
    {
        var principals = PrincipalList.Read(session, cancellation);
        if (principals.Count == 0)
        {
            EntityWords.SayWhatIsMissing(session, filter, terminal.Error, cancellation);
            return ExitCode.Incomplete;
        }

        OutputFile.WriteTo(target, terminal, output =>
        {
            var format = target.Format == OutputFormat.Text ? OutputFormat.Table : target.Format;
            var rows = RowWriters.Create(format, output.Out, target.Path is null ? output : null);
            rows.Begin(TextRow.Columns(
                "principal", "risk#", "riskiest", "calls#", "denied#", "failed#", "firstSeen", "lastSeen", "type", "account", "addresses#", "agents#", "regions#", "keys#",
                "services#", "mfa"));
            foreach (var principal in principals)
            {
                rows.Write(Row(principal));
            }

            rows.End();
        });
        return ExitCode.Done;
    }

    static TextRow Row(PrincipalSummary principal) => new(
        principal.Principal,
        (long)principal.Score,
        Calls(principal.Riskiest),
        principal.Events,
        principal.Denied,
        principal.Failed,
        Time(principal.First),
        Time(principal.Last),
        principal.Type,
        principal.Account,
        principal.Addresses,
        principal.Agents,
        principal.Regions,
        principal.Keys,
        principal.Services,
        principal.Mfa);

    static string Calls(IReadOnlyList<RiskyCall> calls) =>
        string.Join(", ", calls.Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.EventName} {call.Count.Events}")));

    static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
