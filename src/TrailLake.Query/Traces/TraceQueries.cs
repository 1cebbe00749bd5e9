using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using TrailLake.Query.Entities;
using TrailLake.Query.Sentences;

namespace TrailLake.Query.Traces;

/// <summary>
/// The questions that a trace asks the lake: one for all links of a step, not one for each. What issues credentials is found once, in narrow
/// columns, into a temporary table: to look into the JSON of each such event is most of the work, and every step needs all of them.
/// </summary>
sealed class TraceQueries
{
    const string Links = "traillake_links";
    static readonly string s_issuing = string.Join(", ", CredentialIds.Issuing.Select(SqlText.Literal));
    readonly LakeSession _session;
    readonly CancellationToken _cancellation;
    bool _hasLinks;

    public TraceQueries(LakeSession session, CancellationToken cancellation)
    {
        _session = session;
        _cancellation = cancellation;
    }

    /// <summary>Where the archive begins, and the accounts that it has.</summary>
    public (DateTime? Begins, HashSet<string> Accounts) Archive()
    {
        using var result = _session.Query("SELECT min(eventTime), to_json(list(DISTINCT account))::VARCHAR FROM events", [], _cancellation);
        if (!result.Read())
        {
            return (null, []);
        }

        using var accounts = JsonDocument.Parse(result.GetText(1) ?? "[]");
        return (EventFacts.ParseTime(result.GetText(0)), [.. accounts.RootElement.EnumerateArray().Select(account => account.GetString()!)]);
    }

    /// <summary>
    /// The newest event of each credential that a condition finds, and every event of a caller without any; the newest first. The ids are found
    /// first, in narrow columns: a busy key has as many events as a lake has.
    /// </summary>
    public List<EventFacts> Callers(string condition, int most)
    {
        var ids = new List<string>();
        using (var result = _session.Query(
            $"SELECT arg_max(eventID, eventTime) FROM events WHERE {condition} GROUP BY coalesce({CredentialIds.Sql}, eventID) ORDER BY max(eventTime) DESC "
            + string.Create(CultureInfo.InvariantCulture, $"LIMIT {most}"),
            [],
            _cancellation))
        {
            while (result.Read())
            {
                if (result.GetText(0) is { } id)
                {
                    ids.Add(id);
                }
            }
        }

        return ids.Count == 0
            ? []
            : [.. Facts($"({condition}) AND eventID IN ({Literals(ids)})").DistinctBy(facts => CredentialIds.OfCaller(facts) ?? facts.EventId).OrderByDescending(facts => facts.Time)];
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
        AddIn(issued, "issuedKey", keys);
        AddIn(issued, "issuedArn", arns);
        AddIn(issued, "sessionName", sessions);
        if (issued.Count > 0)
        {
            terms.Add($"eventName IN ({s_issuing}) AND ({string.Join(" OR ", issued)})");
        }

        if (instances.Count > 0)
        {
            terms.Add($"eventName IN ('RunInstances', 'AssociateIamInstanceProfile') AND list_has_any(carriers, {SqlText.List(instances)})");
        }

        if (functions.Count > 0)
        {
            terms.Add($"eventName LIKE 'CreateFunction%' AND list_has_any(carriers, {SqlText.List(functions)})");
        }

        return Any(terms);
    }

    /// <summary>The events that issued credentials, launched instances or created functions with these credentials.</summary>
    public List<EventFacts> IssuedWith(IReadOnlyCollection<CredentialNode> nodes)
    {
        var callers = new List<string>();
        AddIn(callers, "callerKey", Texts(nodes, node => node.AccessKey));
        AddIn(callers, "callerArn", Texts(nodes, node => node.AccessKey is null ? node.Arn : null));
        var carriers = Texts(nodes, node => node.Kind is CredentialKind.Instance or CredentialKind.Function ? node.Name : null);
        var terms = new List<string>();
        if (callers.Count > 0)
        {
            terms.Add($"(eventName IN ({s_issuing}) OR eventName IN ('RunInstances', 'AssociateIamInstanceProfile') OR eventName LIKE 'CreateFunction2%') "
                + $"AND ({string.Join(" OR ", callers)})");
        }

        var byService = new List<string>();
        AddIn(byService, "sessionName", carriers);
        terms.AddRange(byService.Select(term => $"eventName = 'AssumeRole' AND callerType = 'AWSService' AND {term}"));
        return Any(terms);
    }

    /// <summary>Other records of the same actions, from the trails of other accounts.</summary>
    public List<EventFacts> Shared(IReadOnlyCollection<string> sharedEventIds) =>
        sharedEventIds.Count == 0 ? [] : Linked($"sharedEventID IN ({Literals(sharedEventIds)})");

    /// <summary>Sign-ins to the console that succeeded.</summary>
    public List<EventFacts> Logins(IReadOnlyCollection<string> arns) => arns.Count == 0
        ? []
        : [.. Linked($"eventName = 'ConsoleLogin' AND callerArn IN ({Literals(arns)})").Where(facts => facts.Find("rE.ConsoleLogin").FirstOrDefault() == "Success")];

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

        using var result = _session.Query(
            $"""
            SELECT {CredentialIds.Sql} AS id, min(eventTime), max(eventTime), count(*), count(*) FILTER (errorCode <> ''),
                to_json(map_entries(histogram(sourceIPAddress)))::VARCHAR, any_value(userIdentity.type), any_value(userIdentity.arn), any_value(userIdentity.accountId),
                any_value(userIdentity.sessionContext.attributes.creationDate), any_value(userIdentity.sessionContext.sourceIdentity),
                any_value(userIdentity.onBehalfOf.userId), any_value(userIdentity.sessionContext.sessionIssuer.userName), any_value(userIdentity.principalId),
                any_value(userIdentity.userName), coalesce(bool_or(sessionCredentialFromConsole = 'true'), false),
                CASE WHEN bool_and(coalesce(userIdentity.invokedBy, '') <> '' OR ends_with(sourceIPAddress, '.amazonaws.com') OR starts_with(sourceIPAddress, 'AWS Internal'))
                    THEN coalesce(any_value(userIdentity.invokedBy), any_value(sourceIPAddress)) END,
                any_value(userIdentity.inScopeOf.credentialsIssuedTo)
            FROM events WHERE {string.Join(" OR ", terms)} GROUP BY id
            """,
            [],
            _cancellation);
        while (result.Read())
        {
            if (result.GetText(0) is { } id && nodes.TryGetValue(id, out var node))
            {
                ReadUse(node, result);
            }
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

    List<EventFacts> Any(List<string> terms) => terms.Count == 0 ? [] : Linked(string.Join(" OR ", terms.Select(term => $"({term})")));

    // The links say which events; only these are read whole. With the time, DuckDB leaves out the files and row groups that hold none.
    List<EventFacts> Linked(string condition)
    {
        FindLinks();
        return Facts(
            $"coalesce(errorCode, '') = '' AND (eventID, eventTime) IN (SELECT (eventID, eventTime) FROM {Links} WHERE {condition}) ORDER BY eventTime, eventID");
    }

    void FindLinks()
    {
        if (_hasLinks)
        {
            return;
        }

        using var made = _session.QueryOwn(
            $"""
            CREATE OR REPLACE TEMP TABLE {Links} AS
            SELECT * EXCLUDE (issued), coalesce(issued[1], issued[2], issued[3]) AS issuedKey, issued[4] AS issuedArn
            FROM (
                SELECT eventID, eventTime, eventName, sharedEventID, userIdentity.type AS callerType, userIdentity.accessKeyId AS callerKey,
                    userIdentity.arn AS callerArn, requestParameters->>'$.roleSessionName' AS sessionName,
                    CASE WHEN eventName IN ({s_issuing}) THEN json_extract_string(responseElements, ['$.credentials.accessKeyId',
                        '$.accessKey.accessKeyId', '$.credentialSet[0].credentials.accessKeyId', '$.assumedRoleUser.arn']) END AS issued,
                    CASE WHEN eventName = 'RunInstances' THEN regexp_extract_all(responseElements, '"(i-[0-9a-f]+)"', 1)
                        WHEN eventName = 'AssociateIamInstanceProfile' THEN regexp_extract_all(requestParameters, '"(i-[0-9a-f]+)"', 1)
                        WHEN eventName LIKE 'CreateFunction%' THEN [regexp_extract(requestParameters->>'$.functionName', '([^:/]+)$', 1)] END AS carriers
                FROM events
                WHERE coalesce(errorCode, '') = '' AND (eventName IN ({s_issuing}, 'RunInstances', 'AssociateIamInstanceProfile', 'ConsoleLogin')
                    OR eventName LIKE 'CreateFunction%'))
            """,
            [],
            _cancellation);
        made.Read();
        _hasLinks = true;
    }

    List<EventFacts> Facts(string condition)
    {
        var found = new List<EventFacts>();
        using var result = _session.Query($"SELECT {EventFacts.Columns} FROM events WHERE {condition}", [], _cancellation);
        while (result.Read())
        {
            found.Add(EventFacts.Read(result));
        }

        return found;
    }

    static string[] Texts(IEnumerable<CredentialNode> nodes, Func<CredentialNode, string?> text) => [.. nodes.Select(text).OfType<string>().Distinct()];

    static void AddIn(List<string> terms, string column, string[] values)
    {
        if (values.Length > 0)
        {
            terms.Add($"{column} IN ({Literals(values)})");
        }
    }

    static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(SqlText.Literal));
}
