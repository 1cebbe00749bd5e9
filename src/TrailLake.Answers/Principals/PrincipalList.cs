using TrailLake.Answers.Sentences;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;

namespace TrailLake.Answers.Principals;

/// <summary>All principals of the lake, those with the riskiest calls first.</summary>
static class PrincipalList
{
    const int MostCalls = 3;

    /// <summary>Reads them.</summary>
    public static IReadOnlyList<PrincipalSummary> Read(SqlSession session, CancellationToken cancellation = default)
    {
        var risky = RiskyCalls(session, cancellation);
        var found = new List<PrincipalSummary>();
        var query = new LakeQuery(
            $"""
            SELECT {PrincipalSql.Principal} AS principal, min(userIdentity.type), min(coalesce(userIdentity.accountId, account)),
                min(eventTime), max(eventTime), count(*), count(*) FILTER ({PrincipalSql.Denied}), count(*) FILTER ({PrincipalSql.Failed}),
                count(DISTINCT sourceIPAddress), count(DISTINCT userAgent), count(DISTINCT awsRegion),
                count(DISTINCT nullif(userIdentity.accessKeyId, '')), count(DISTINCT eventSource),
                bool_or(({PrincipalSql.Mfa}) = 'true'), bool_or(({PrincipalSql.Mfa}) = 'false')
            FROM events GROUP BY principal
            """);
        using (var result = session.Ask(query, cancellation))
        {
            while (result.Read())
            {
                found.Add(Summary(result, risky));
            }
        }

        session.LogContributing("events", cancellation);
        return
        [
            .. found.OrderByDescending(principal => principal.Score).ThenByDescending(principal => principal.Denied)
                .ThenByDescending(principal => principal.Events).ThenBy(principal => principal.Principal, StringComparer.Ordinal),
        ];
    }

    static PrincipalSummary Summary(QueryResult row, Dictionary<string, List<RiskyCall>> risky)
    {
        var principal = row.GetText(0) ?? "";
        return new PrincipalSummary
        {
            Principal = principal,
            Type = row.GetText(1),
            Account = row.GetText(2),
            First = EventFacts.ParseTime(row.GetText(3)),
            Last = EventFacts.ParseTime(row.GetText(4)),
            Events = row.GetInt64(5) ?? 0,
            Denied = row.GetInt64(6) ?? 0,
            Failed = row.GetInt64(7) ?? 0,
            Addresses = row.GetInt64(8) ?? 0,
            Agents = row.GetInt64(9) ?? 0,
            Regions = row.GetInt64(10) ?? 0,
            Keys = row.GetInt64(11) ?? 0,
            Services = row.GetInt64(12) ?? 0,
            Mfa = (row.GetText(13), row.GetText(14)) switch
            {
                ("true", "true") => "both",
                ("true", _) => "yes",
                (_, "true") => "no",
                _ => null,
            },
            Riskiest = risky.TryGetValue(principal, out var calls) ? [.. PrincipalReport.Order(calls).Take(MostCalls)] : [],
        };
    }

    // Grouped by principal and call, millions of events are some thousands of rows.
    static Dictionary<string, List<RiskyCall>> RiskyCalls(SqlSession session, CancellationToken cancellation)
    {
        var found = new Dictionary<string, List<RiskyCall>>(StringComparer.Ordinal);
        var query = new LakeQuery(
            $"""
            SELECT {PrincipalSql.Principal} AS principal, eventSource, eventName, count(*), count(*) FILTER ({PrincipalSql.Denied}),
                count(*) FILTER ({PrincipalSql.Failed}), min(eventTime), max(eventTime)
            FROM events WHERE eventName IS NOT NULL GROUP BY ALL
            """);
        using var result = session.Ask(query, cancellation);
        while (result.Read())
        {
            var (source, name) = (result.GetText(1) ?? "", result.GetText(2)!);
            if (CallRiskTable.Of(source, name) is not { } risk)
            {
                continue;
            }

            var principal = result.GetText(0) ?? "";
            if (!found.TryGetValue(principal, out var calls))
            {
                found.Add(principal, calls = []);
            }

            calls.Add(new RiskyCall(source.Split('.')[0], name, risk, new EventCount(
                name,
                result.GetInt64(3) ?? 0,
                result.GetInt64(4) ?? 0,
                result.GetInt64(5) ?? 0,
                EventFacts.ParseTime(result.GetText(6)),
                EventFacts.ParseTime(result.GetText(7)))));
        }

        return found;
    }
}
