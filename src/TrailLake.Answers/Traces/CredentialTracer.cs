using System.Globalization;
using TrailLake.Answers.Sentences;
using TrailLake.Index;
using TrailLake.Query.Entities;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Traces;

/// <summary>
/// Follows credentials: backwards to the person, instance, function or service that they come from, forwards to every credential that was
/// issued with them. Links are joined by exact key; by session ARN and creation date where no key is shown; by instance id or function name
/// for the sessions that services make; by sharedEventID across accounts.
/// </summary>
sealed partial class CredentialTracer
{
    // CloudTrail's clocks have whole seconds: the session's creation and the call that created it may differ by one.
    static readonly TimeSpan s_clockSlack = TimeSpan.FromSeconds(1);

    // A console session lasts twelve hours; its credentials are made and renewed while it lasts.
    static readonly TimeSpan s_consoleSession = TimeSpan.FromHours(12);

    readonly TraceQueries _queries;
    readonly TraceOptions _options;
    readonly Dictionary<string, CredentialNode> _nodes = new(StringComparer.Ordinal);
    bool _isCut;

    CredentialTracer(SqlSession session, TraceOptions options, CancellationToken cancellation)
    {
        _queries = new TraceQueries(session, cancellation);
        _options = options;
    }

    /// <summary>Traces the credentials that an entity is, or made its calls with.</summary>
    public static CredentialTrace Run(
        SqlSession session, Entity entity, TraceOptions? options = null, CancellationToken cancellation = default)
    {
        var tracer = new CredentialTracer(session, options ?? new TraceOptions(), cancellation);
        var condition = entity.Kind == EntityKind.EventId
            ? SearchCondition.OfColumns(
                new IndexQuery().Value(entity.Text), $"eventID = {SqlText.Literal(entity.Text)}", ["eventID"], [entity.Text])
            : EntityFilter.EventsBy(entity, session, cancellation);
        return tracer.Run(entity, condition);
    }

    CredentialTrace Run(Entity entity, SearchCondition condition)
    {
        var archive = _queries.Archive();
        var callers = _queries.Callers(condition, _options.MostSubjects + 1);
        var isCut = callers.Count > _options.MostSubjects;
        if (isCut)
        {
            callers.RemoveRange(_options.MostSubjects, callers.Count - _options.MostSubjects);
        }

        var subjects = callers.Select(Caller).OfType<CredentialNode>().Distinct().ToList();
        if (subjects.Count == 0 && entity.Kind == EntityKind.AccessKey)
        {
            // A key that was issued and never used is in the lake all the same.
            subjects.Add(Key(entity.Text));
        }

        if (subjects.Count == 0 && entity.Kind == EntityKind.ResourceId && entity.Text.StartsWith("i-", StringComparison.Ordinal))
        {
            subjects.Add(Carrier(CredentialKind.Instance, entity.Text));
        }

        foreach (var subject in subjects)
        {
            subject.IsSubject = true;
        }

        GoBack(subjects);
        GoForward(subjects);
        new TraceGaps(archive.Begins, archive.Accounts).Explain(_nodes.Values);
        var known = _nodes.Values.Where(node => node.Events > 0 || node.Parent is not null || node.Children.Count > 0
            || node.Kind == CredentialKind.Principal).ToList();
        _queries.LogContributing(known, callers);
        return new CredentialTrace
        {
            Roots = [.. known.Where(node => node.Parent is null).OrderBy(node => node.First).ThenBy(
                node => node.Id, StringComparer.Ordinal)],
            Nodes = _nodes.Count,
            ArchiveBegins = archive.Begins,
            Cut = Cut(isCut),
        };
    }

    string? Cut(bool subjectsCut)
    {
        var parts = new List<string>();
        if (subjectsCut)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"only its {_options.MostSubjects} newest credentials are traced"));
        }

        if (_isCut)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"the trace ends at {_options.Depth} "
                + $"{(_options.Depth == 1 ? "link" : "links")} in a row or {_options.MostNodes} in all"));
        }

        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    void GoBack(IReadOnlyCollection<CredentialNode> subjects)
    {
        IReadOnlyCollection<CredentialNode> step = subjects;
        for (var depth = 0; step.Count > 0; depth++)
        {
            ReadUse(step);
            if (depth == _options.Depth)
            {
                _isCut = true;
                return;
            }

            var before = _nodes.Count;
            var issuers = WithCallersOfOtherAccounts(_queries.IssuersOf(step));
            foreach (var node in step.Where(node => node.Parent is null))
            {
                AttachToIssuer(node, issuers);
            }

            AttachConsoleSessions([.. step.Where(node => node.Parent is null)]);
            step = [.. _nodes.Values.Skip(before)];
        }
    }

    void GoForward(IReadOnlyCollection<CredentialNode> subjects)
    {
        IReadOnlyCollection<CredentialNode> step = subjects;
        for (var depth = 0; step.Count > 0; depth++)
        {
            if (depth == _options.Depth || _nodes.Count >= _options.MostNodes)
            {
                _isCut = true;
                return;
            }

            var found = new List<CredentialNode>();
            foreach (var facts in _queries.IssuedWith(step))
            {
                found.AddRange(AttachIssued(facts));
            }

            ReadUse(found);
            step = found;
        }
    }

    void ReadUse(IReadOnlyCollection<CredentialNode> nodes) =>
        _queries.ReadUse(nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, StringComparer.Ordinal));

    // Of a call across accounts, the role's account has a record that hides the caller: the record of the caller's account takes its place.
    List<EventFacts> WithCallersOfOtherAccounts(List<EventFacts> issuers)
    {
        var hidden = issuers.Where(facts => facts is { UserType: "AWSAccount", AccessKey: null })
            .Select(facts => facts.SharedEventId).OfType<string>().Distinct().ToList();
        var pairs = _queries.Shared(hidden).Where(facts => facts.UserType != "AWSAccount" && facts.Arn is not null)
            .DistinctBy(facts => facts.SharedEventId).ToDictionary(facts => facts.SharedEventId!, StringComparer.Ordinal);
        return [.. issuers.Select(facts => facts is { UserType: "AWSAccount", SharedEventId: { } id } && pairs.TryGetValue(id, out var pair)
            ? pair with { ResponseText = pair.ResponseText ?? facts.ResponseText, RequestText = pair.RequestText ?? facts.RequestText }
            : facts)];
    }
}
