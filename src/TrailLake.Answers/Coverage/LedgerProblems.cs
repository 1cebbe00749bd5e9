using System.Globalization;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;

namespace TrailLake.Answers.Coverage;

/// <summary>Reads from the ledger which objects could not be read, or only in part, and which log files were empty.</summary>
/// <param name="rows">The ledger's rows to look at, as <see cref="LedgerHours.Rows"/>.</param>
sealed class LedgerProblems(SqlSession session, CoverageRequest request, string rows, CancellationToken cancellation)
{
    /// <summary>A condition over <c>objects_history</c>: a row that tells of a problem.</summary>
    public const string IsBad = $"(state <> 'done' OR rejects > 0 OR {LakeViews.IsEmptyLog})";

    // Nothing of it is in the lake: neither events nor copies of events that are.
    const string GaveNothing = "(coalesce(events, 0) = 0 AND coalesce(duplicates, 0) = 0)";

    const string State = $"CASE WHEN {LakeViews.IsEmptyLog} THEN 'damaged' ELSE state END";

    // No sign of a log: neither its name nor a record.
    const string IsForeign = "(kind = 'Unknown' AND events = 0)";

    /// <summary>What of the span could not be read, by account and region.</summary>
    /// <param name="begins">Where the archive begins: an object whose time nothing tells could have held anything.</param>
    /// <param name="ends">Where it ends.</param>
    public IReadOnlyList<CoverageFinding> Read(DateTime begins, DateTime ends)
    {
        // Most were read by a later run: only the best row of each object counts, and none that another one has made up for.
        var query = LakeQuery.Over(
            "objects_history",
            $"""
            WITH bad AS (SELECT DISTINCT uri, etag FROM {rows} AND {IsBad}{OfSpan()} AND NOT ({LakeViews.IsSuperseded})),
            best AS (
                SELECT * FROM objects_history SEMI JOIN bad USING (uri, etag)
                QUALIFY row_number() OVER (PARTITION BY uri, etag ORDER BY state = 'unreadable', ingestedAt DESC, batch DESC) = 1)
            SELECT account, region, {State} AS how, count(*)::BIGINT, sum(rejects)::BIGINT, min({LedgerHours.Begin}),
                max({LedgerHours.End}), min(uri), arg_min(reason, uri), {IsForeign} AS isForeign, {GaveNothing} AS gaveNothing
            FROM best WHERE {IsBad} AND NOT {LakeViews.IsReplaced("best")}
            GROUP BY account, region, how, isForeign, gaveNothing ORDER BY 1, 2, 3, isForeign, gaveNothing
            """);
        using var result = session.Ask(query, cancellation);
        var findings = new List<CoverageFinding>();
        while (result.Read())
        {
            if ((result.GetText(0) is not { } account || IsWanted(request.Accounts, account))
                && (result.GetText(1) is not { } region || IsWanted(request.Regions, region)))
            {
                findings.Add(ToFinding(result, begins, ends));
            }
        }

        return findings;
    }

    static CoverageFinding ToFinding(QueryResult row, DateTime begins, DateTime ends)
    {
        var gaveNothing = row.GetText(10) == "true";
        var (kind, what) = row.GetText(2) switch
        {
            "unreadable" => (CoverageFindingKind.Unreadable, "could not be read"),
            "damaged" when gaveNothing => (CoverageFindingKind.Damaged, "without a record that could be read, all of it is missing"),
            "damaged" => (CoverageFindingKind.Damaged, "damaged, so that records are missing"),
            _ => (CoverageFindingKind.Rejected, "with records that could not become events"),
        };
        var isForeign = row.GetText(9) == "true";
        var objects = row.GetInt64(3) ?? 0;
        var rejects = row.GetInt64(4) ?? 0;
        var reason = row.GetText(8) is { } text ? $" ({text})" : "";
        return new CoverageFinding
        {
            Kind = kind,
            Account = row.GetText(0),
            Region = row.GetText(1),
            From = Time(row.GetText(5)) ?? begins,
            To = Time(row.GetText(6))?.AddSeconds(1) ?? ends,
            Confidence = isForeign ? 0.75 : 1,
            Count = kind == CoverageFindingKind.Rejected ? rejects : objects,
            Why = string.Create(
                CultureInfo.InvariantCulture,
                $"{objects:N0} {(objects == 1 ? "object" : "objects")} {what}{reason}{Rejects(rejects)}, such as {row.GetText(7)}")
                + (isForeign ? "; its name does not say that it is a log" : ""),
        };
    }

    static string Rejects(long rejects) =>
        rejects == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {rejects:N0} {(rejects == 1 ? "reject" : "rejects")}");

    // What is missing of an object may lie before and behind what was read of it; but what is told of a span is not to be of last year.
    string OfSpan()
    {
        var terms = "";
        if (request.From is { } from)
        {
            terms += $" AND coalesce({LedgerHours.End} + INTERVAL 1 HOUR >= {SqlText.Timestamp(from)}, true)";
        }

        if (request.To is { } to)
        {
            terms += $" AND coalesce({LedgerHours.Begin} - INTERVAL 1 HOUR < {SqlText.Timestamp(to)}, true)";
        }

        return terms;
    }

    static DateTime? Time(string? text) => text is null
        ? null
        : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    static bool IsWanted(IReadOnlyCollection<string> wanted, string name) => wanted.Count == 0 || wanted.Contains(name);
}
