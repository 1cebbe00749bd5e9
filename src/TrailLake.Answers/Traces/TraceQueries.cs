using System.Globalization;
using System.Text.Json;
using TrailLake.Answers.Sentences;
using TrailLake.Index;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Traces;

/// <summary>The questions that a trace asks the lake: one for all links of a step, not one for each.</summary>
sealed class TraceQueries(SqlSession session, CancellationToken cancellation)
{
    static readonly string s_issuing = string.Join(", ", CredentialIds.Issuing.Select(SqlText.Literal));

    /// <summary>Where the archive begins, and the accounts that it has.</summary>
    public (DateTime? Begins, HashSet<string> Accounts) Archive()
    {
        // A file has the events of one day: the first event is in a file of the first day that has any.
        foreach (var day in session.Events.GroupBy(file => file.Date).OrderBy(day => day.Key))
        {
            using var result = session.Ask(
                new LakeQuery($"SELECT min(eventTime) FROM {session.Search.FromFiles([.. day])}"), cancellation);
            if (result.Read() && EventFacts.ParseTime(result.GetText(0)) is { } begins)
            {
                return (begins, [.. session.Events.Select(file => file.Account)]);
            }
        }

        return (null, []);
    }

    /// <summary>The newest event of each credential that a condition finds, and all of a caller without any; newest first.</summary>
    public List<EventFacts> Callers(SearchCondition condition, int most)
    {
        var query = new LakeQuery(
            $"SELECT arg_max(eventID, (eventTime, eventID)) FROM {session.Search.From(condition)} "
            + $"GROUP BY coalesce({CredentialIds.Sql}, eventID) ORDER BY max(eventTime) DESC, 1 "
            + string.Create(CultureInfo.InvariantCulture, $"LIMIT {most}"));
        var ids = session.ReadAll(query, row => row.GetText(0), cancellation).OfType<string>().ToList();
        return ids.Count == 0
            ? []
            : [.. Facts(Columns(ids), $"{condition.Sql} AND eventID IN ({Literals(ids)})").AsEnumerable().Reverse()
                .DistinctBy(facts => CredentialIds.OfCaller(facts) ?? facts.EventId)];
    }

    /// <summary>The events that issued these keys and sessions, launched these instances, created these functions.</summary>
    public List<EventFacts> IssuersOf(IReadOnlyCollection<CredentialNode> nodes)
    {
        var keys = Texts(nodes, node => node.AccessKey);
        var arns = Texts(nodes, node => node.Kind is CredentialKind.RoleSession ? node.Arn : null);
        var sessions = Texts(nodes, node => node.AccessKey is null && node.Kind is CredentialKind.RoleSession ? node.SessionName : null);
        var instances = nodes.Where(node => node.Kind == CredentialKind.Instance).Select(node => node.Name).ToList();
        var functions = nodes.Where(node => node.Kind == CredentialKind.Function).Select(node => node.Name).ToList();
        var terms = new List<string>();
        var issued = new List<string>();
        var indexQuery = Texts([.. keys, .. arns, .. sessions, .. instances, .. functions]);
        AddIn(issued, "(responseElements->>'$.credentials.accessKeyId')", keys);
        AddIn(issued, "(responseElements->>'$.accessKey.accessKeyId')", keys);
        AddIn(issued, "(responseElements->>'$.credentialSet[0].credentials.accessKeyId')", keys);
        AddIn(issued, "(responseElements->>'$.assumedRoleUser.arn')", arns);
        AddIn(issued, "(requestParameters->>'$.roleSessionName')", sessions);
        if (issued.Count > 0)
        {
            terms.Add($"eventName IN ({s_issuing}) AND ({string.Join(" OR ", issued)})");
        }

        if (instances.Count > 0)
        {
            terms.Add("eventName = 'RunInstances' AND " + HoldsAny("responseElements", instances));
            terms.Add("eventName = 'AssociateIamInstanceProfile' AND " + HoldsAny("requestParameters", instances));
        }

        if (functions.Count > 0)
        {
            terms.Add("eventName LIKE 'CreateFunction%' AND " + HoldsAny("requestParameters", functions));
        }

        return Any(indexQuery, terms);
    }

    /// <summary>The events that issued credentials, launched instances or created functions with these credentials.</summary>
    public List<EventFacts> IssuedWith(IReadOnlyCollection<CredentialNode> nodes)
    {
        var callers = new List<string>();
        var keys = Texts(nodes, node => node.AccessKey);
        var arns = Texts(nodes, node => node.AccessKey is null ? node.Arn : null);
        AddIn(callers, "userIdentity.accessKeyId", keys);
        AddIn(callers, "userIdentity.arn", arns);
        var carriers = Texts(nodes, node => node.Kind is CredentialKind.Instance or CredentialKind.Function ? node.Name : null);
        var terms = new List<string>();
        if (callers.Count > 0)
        {
            terms.Add($"(eventName IN ({s_issuing}) OR eventName IN ('RunInstances', 'AssociateIamInstanceProfile') OR eventName LIKE "
                + "'CreateFunction2%') "
                + $"AND ({string.Join(" OR ", callers)})");
        }

        var byService = new List<string>();
        AddIn(byService, "(requestParameters->>'$.roleSessionName')", carriers);
        terms.AddRange(byService.Select(term => $"eventName = 'AssumeRole' AND userIdentity.type = 'AWSService' AND {term}"));
        return Any(Texts(carriers, Columns([.. keys, .. arns])), terms);
    }

    /// <summary>Other records of the same actions, from the trails of other accounts.</summary>
    public List<EventFacts> Shared(IReadOnlyCollection<string> sharedEventIds) =>
        sharedEventIds.Count == 0 ? [] : Facts(Columns(sharedEventIds), $"sharedEventID IN ({Literals(sharedEventIds)})");

    /// <summary>Sign-ins to the console that succeeded.</summary>
    public List<EventFacts> Logins(IReadOnlyCollection<string> arns) => arns.Count == 0
        ? []
        : Facts(
            Columns(arns),
            $"eventName = 'ConsoleLogin' AND (responseElements->>'$.ConsoleLogin') = 'Success' AND userIdentity.arn IN ({Literals(arns)})");

    /// <summary>Reads how credentials were used into their links.</summary>
    public void ReadUse(IReadOnlyDictionary<string, CredentialNode> nodes)
    {
        var keys = Texts(nodes.Values, node => node.AccessKey);
        var arns = Texts(nodes.Values, node => node.AccessKey is null ? node.Arn : null);
        var terms = new List<string>();
        AddIn(terms, "userIdentity.accessKeyId", keys);
        AddIn(terms, "userIdentity.arn", arns);
        if (terms.Count == 0)
        {
            return;
        }

        var query = new LakeQuery(
            $"""
            SELECT {CredentialIds.Sql} AS id, min(eventTime), max(eventTime), count(*), count(*) FILTER (errorCode <> ''),
                to_json(map_entries(histogram(sourceIPAddress)))::VARCHAR,
                min(userIdentity.type), min(userIdentity.arn), min(userIdentity.accountId),
                min(userIdentity.sessionContext.attributes.creationDate), min(userIdentity.sessionContext.sourceIdentity),
                min(userIdentity.onBehalfOf.userId), min(userIdentity.sessionContext.sessionIssuer.userName), min(userIdentity.principalId),
                min(userIdentity.userName), coalesce(bool_or(sessionCredentialFromConsole = 'true'), false),
                CASE WHEN bool_and(coalesce(userIdentity.invokedBy, '') <> '' OR ends_with(sourceIPAddress, '.amazonaws.com')
                        OR starts_with(sourceIPAddress, 'AWS Internal'))
                    THEN coalesce(min(userIdentity.invokedBy), min(sourceIPAddress)) END,
                min(userIdentity.inScopeOf.credentialsIssuedTo)
            FROM {session.Search.FilesWith(Columns([.. keys, .. arns]))} WHERE {string.Join(" OR ", terms)} GROUP BY id
            """);
        using var result = session.Ask(query, cancellation);
        while (result.Read())
        {
            if (result.GetText(0) is { } id && nodes.TryGetValue(id, out var node))
            {
                ReadUse(node, result);
            }
        }
    }

    /// <summary>Says which events a trace stands on: all calls with its credentials, and those by which they were issued.</summary>
    /// <param name="nodes">Its links.</param>
    /// <param name="callers">Events of what was asked for.</param>
    public void LogContributing(IReadOnlyCollection<CredentialNode> nodes, IEnumerable<EventFacts> callers)
    {
        if (!session.IsLogged)
        {
            // To find the files costs asking the index, and they would count as opened.
            return;
        }

        var used = nodes.Where(node => node.Events > 0).ToList();
        var named = nodes.Select(node => node.IssuedBy).OfType<EventFacts>().Concat(callers).ToList();
        string[] ids = [.. named.Select(facts => facts.EventId).Distinct()];
        string[] shared = [.. named.Select(facts => facts.SharedEventId).OfType<string>().Distinct()];
        var parts = new List<string>();
        if (used.Count > 0)
        {
            var terms = new List<string>();
            var keys = Texts(used, node => node.AccessKey);
            var arns = Texts(used, node => node.AccessKey is null ? node.Arn : null);
            AddIn(terms, "userIdentity.accessKeyId", keys);
            AddIn(terms, "userIdentity.arn", arns);
            parts.Add($"SELECT sourceObject, sourceIndex FROM {session.Search.FilesWith(Columns([.. keys, .. arns]))} WHERE "
                + $"({string.Join(" OR ", terms)}) AND {CredentialIds.Sql} IN ({Literals(used.Select(node => node.Id))})");
        }

        var events = new List<string>();
        AddIn(events, "eventID", ids);
        AddIn(events, "sharedEventID", shared);
        if (events.Count > 0)
        {
            parts.Add($"SELECT sourceObject, sourceIndex FROM {session.Search.FilesWith(Columns([.. ids, .. shared]))} WHERE "
                + $"{string.Join(" OR ", events)}");
        }

        if (parts.Count > 0)
        {
            session.LogContributing($"({string.Join(" UNION ALL ", parts)})", cancellation);
        }
    }

    static void ReadUse(CredentialNode node, QueryResult row)
    {
        node.First = EventFacts.ParseTime(row.GetText(1));
        node.Last = EventFacts.ParseTime(row.GetText(2));
        node.Events = row.GetInt64(3) ?? 0;
        node.Failed = row.GetInt64(4) ?? 0;
        node.Addresses = Addresses(row.GetText(5));
        node.UserType = row.GetText(6);
        node.Arn = row.GetText(7);
        node.Account = row.GetText(8);
        node.Created = EventFacts.ParseTime(row.GetText(9));
        node.SourceIdentity = row.GetText(10);
        node.OnBehalfOf = row.GetText(11);
        node.RoleName = row.GetText(12);
        node.SessionName = ActorLabel.Session(row.GetText(13));
        node.IsFromConsole = row.GetText(15) == "true";
        node.Service = row.GetText(16);
        node.IssuedTo = row.GetText(17);
        var caller = new EventFacts
        {
            UserType = node.UserType,
            Arn = node.Arn,
            UserAccount = node.Account,
            IssuerName = node.RoleName,
            PrincipalId = row.GetText(13),
            UserName = row.GetText(14),
        };
        node.Kind = KindOf(node);
        node.Name = node.Kind == CredentialKind.Principal ? ActorLabel.Full(caller) : ActorLabel.Name(caller);
    }

    // A session token that only services use was made by one of them; AKIA, and ASIA of a console, say what they are.
    static CredentialKind KindOf(CredentialNode node) => node switch
    {
        { AccessKey: null, UserType: not ("AssumedRole" or "FederatedUser") } => CredentialKind.Principal,
        { AccessKey: { } key } when AwsIdentifier.IsLongTermKey(key) => CredentialKind.LongTermKey,
        { UserType: "AssumedRole" } => CredentialKind.RoleSession,
        { IsFromConsole: true } => CredentialKind.ConsoleSession,
        { Service: not null } => CredentialKind.ForwardAccessSession,
        _ => CredentialKind.SessionToken,
    };

    static List<KeyValuePair<string, long>> Addresses(string? json)
    {
        var list = JsonPath.Parse(json);
        return list.ValueKind != JsonValueKind.Array
            ? []
            : [.. list.EnumerateArray()
                .Select(entry => KeyValuePair.Create(entry.GetProperty("key").GetString() ?? "", entry.GetProperty("value").GetInt64()))
                .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)];
    }

    static IndexQuery Columns(IEnumerable<string> values)
    {
        var query = new IndexQuery();
        foreach (var value in values)
        {
            query.Value(value);
        }

        return query;
    }

    static IndexQuery Texts(IEnumerable<string> values, IndexQuery? query = null)
    {
        query ??= new IndexQuery();
        foreach (var value in values)
        {
            query.Json(value);
        }

        return query;
    }

    List<EventFacts> Any(IndexQuery indexQuery, List<string> terms) =>
        terms.Count == 0
            ? []
            : Facts(indexQuery, $"coalesce(errorCode, '') = '' AND ({string.Join(" OR ", terms.Select(term => $"({term})"))})");

    List<EventFacts> Facts(IndexQuery indexQuery, string condition)
    {
        var from = session.Search.FilesWith(indexQuery);
        var query = new LakeQuery(
            $"SELECT {EventFacts.Columns} FROM {from} WHERE {condition} ORDER BY eventTime, eventID, sourceObject, sourceIndex");
        return session.ReadAll(query, EventFacts.Read, cancellation);
    }

    static string[] Texts(IEnumerable<CredentialNode> nodes, Func<CredentialNode, string?> text) =>
        [.. nodes.Select(text).OfType<string>().Distinct()];

    static void AddIn(List<string> terms, string column, string[] values)
    {
        if (values.Length > 0)
        {
            terms.Add($"{column} IN ({Literals(values)})");
        }
    }

    static string HoldsAny(string column, IEnumerable<string> names) =>
        "(" + string.Join(" OR ", names.Select(name => $"contains({column}, {SqlText.Literal('"' + name + '"')})")) + ")";

    static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(SqlText.Literal));
}
