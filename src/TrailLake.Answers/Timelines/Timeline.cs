using TrailLake.Answers.Sentences;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Timelines;

/// <summary>
/// Everything about an entity, in order of time. Calls that repeat are one entry; read-only calls may repeat with other reads between them,
/// but a call that changes something ends every group, so that nothing moves across a change.
/// </summary>
sealed class Timeline(SqlSession session, Entity entity, TimelineOptions? options = null)
{
    /// <summary>SQL LIKE patterns of read-only calls that are always shown: they give credentials or secrets away.</summary>
    public static readonly IReadOnlyList<string> AlwaysShown =
    [
        "AssumeRole%", "AssumeRoot", "GetSessionToken", "GetFederationToken", "GetSigninToken", "GetRoleCredentials", "CreateSession",
        "GetSecretValue", "GetPasswordData",
    ];

    // Older records lack readOnly; the name of the API says it then.
    const string IsRead = "coalesce(readOnly, regexp_matches(eventName, '^(BatchGet|Describe|Get|Head|List|Lookup|Search)[A-Z]'))";

    readonly TimelineOptions _options = options ?? new TimelineOptions();
    readonly SortedDictionary<string, long> _meanings = new(StringComparer.Ordinal);

    /// <summary>Events that the entries stand for, so far.</summary>
    public long Events { get; private set; }

    /// <summary>Read-only calls that were left out; known when <see cref="Read"/> has ended.</summary>
    public long HiddenReads { get; private set; }

    /// <summary>The meanings of the entity, each with its number of events; several when several things have the name.</summary>
    public IReadOnlyDictionary<string, long> Meanings => _meanings;

    /// <summary>The entries, as they are found.</summary>
    public IEnumerable<TimelineEntry> Read(CancellationToken cancellation = default)
    {
        var about = session.Search.From(EntityFilter.EventsAbout(entity, session, cancellation));
        var shown = ShownFilter();
        var open = new Dictionary<(string, string?, string?, string?), RepeatedCall>();
        var order = new Queue<RepeatedCall>();
        using (var result = session.Ask(new LakeQuery(Sql(about, shown)), cancellation))
        {
            while (result.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (result.IsNull(0))
                {
                    HiddenReads++;
                    continue;
                }

                var facts = EventFacts.Read(result);
                Events++;
                var targets = EventTargets.Of(facts);
                Note(facts, targets);
                foreach (var done in Release(order, open, facts))
                {
                    yield return done;
                }

                Join(facts, targets, open, order);
            }
        }

        while (order.TryDequeue(out var call))
        {
            yield return call.ToEntry();
        }
    }

    void Join(
        EventFacts facts,
        IReadOnlyList<EventTarget> targets,
        Dictionary<(string, string?, string?, string?), RepeatedCall> open,
        Queue<RepeatedCall> order)
    {
        var sentence = EventSentence.Of(facts);
        var key = RepeatedCall.KeyOf(facts, sentence);
        if (open.TryGetValue(key, out var call) && facts.Time - call.Last <= _options.GroupPause)
        {
            call.Add(facts.Time);
            return;
        }

        if (facts.IsReadOnly != true)
        {
            foreach (var other in open.Values)
            {
                other.IsClosed = true;
            }

            open.Clear();
        }

        call = new RepeatedCall(facts, sentence, targets);
        open[key] = call;
        order.Enqueue(call);
    }

    // What can no longer repeat goes out. Whatever was opened later waits behind it, so entries keep the order of their first call.
    IEnumerable<TimelineEntry> Release(
        Queue<RepeatedCall> order, Dictionary<(string, string?, string?, string?), RepeatedCall> open, EventFacts next)
    {
        while (order.TryPeek(out var call) && (next.Time - call.Last > _options.GroupPause || call.IsClosed))
        {
            order.Dequeue();
            if (open.GetValueOrDefault(call.Key) == call)
            {
                open.Remove(call.Key);
            }

            yield return call.ToEntry();
        }
    }

    string ShownFilter() => _options.IncludeReads || entity.Kind == EntityKind.EventId
        ? ""
        : $" AND (NOT {IsRead} OR eventName IS NULL OR "
        + $"{string.Join(" OR ", AlwaysShown.Select(pattern => $"eventName LIKE {SqlText.Literal(pattern)}"))})";

    // One scan for the events that are shown and the number of those that are not: of these, nothing is kept but what is sorted by. The
    // object stands in every row, for the evidence: the number of the hidden ones is part of the answer.
    static string Sql(string about, string shown) =>
        $"""
        SELECT CASE WHEN isShown THEN COLUMNS(* EXCLUDE (isShown, sortTime, sortObject, sortIndex)) END, sortObject AS sourceObject
        FROM (
            SELECT {EventFacts.Columns}, coalesce(true{shown}, false) AS isShown,
                eventTime AS sortTime, sourceObject AS sortObject, sourceIndex AS sortIndex
            FROM {about})
        ORDER BY sortTime, sortObject, sortIndex
        """;

    void Note(EventFacts facts, IReadOnlyList<EventTarget> targets)
    {
        foreach (var meaning in EntityMeaning.Of(entity, facts, targets))
        {
            _meanings[meaning] = _meanings.GetValueOrDefault(meaning) + 1;
        }
    }
}
