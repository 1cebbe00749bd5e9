using System.Globalization;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;

namespace TrailLake.Answers.Evidence;

/// <summary>Finds the source objects of an answer in the ledger.</summary>
static class SourceObjects
{
    const string Wanted = "evidence_wanted";
    const string WantedRecords = "evidence_wanted_records";
    const string Records = $"(SELECT unnest(getvariable('{Wanted}')) AS uri, unnest(getvariable('{WantedRecords}'))::BIGINT AS record)";
    const string WantedObjects = "evidence_wanted_objects";

    // Lakes that were made before objects could be verified have no such column.
    static readonly string s_columns = "uri, etag, sha256, contentSha256, state, "
        + (LedgerColumns.Objects.Any(column => column.Name == "verified") ? "verified" : "NULL::VARCHAR");

    /// <summary>The objects of an answer, by URI and ETag.</summary>
    /// <param name="session">A session over the snapshot and with the filter of the answer.</param>
    /// <param name="log">What the answer's session was asked.</param>
    /// <param name="filter">Span and accounts of the answer.</param>
    public static IEnumerable<SourceObjectRow> Of(
        SqlSession session, StatementLog log, EventFilter filter, CancellationToken cancellation = default)
    {
        if (log.Rule == SourceRule.Span)
        {
            return Rows(session, InSpan(filter), [], cancellation);
        }

        if (log.Rule == SourceRule.Contributing)
        {
            return ByUri(session, log.Contributing, cancellation);
        }

        var uris = log.Objects.ToHashSet();
        var records = log.Records.ToHashSet();
        foreach (var record in RecordsOf(session, log.Events, cancellation))
        {
            uris.Add(record.Object);
            records.Add(record);
        }

        if (session.HasCopies)
        {
            records.UnionWith(RecordsOf(session, log.NamedEvents, cancellation).Where(record => log.Objects.Contains(record.Object)));
            uris.UnionWith(Others(session, records, log.UnclearObjects, cancellation));
        }

        return ByUri(session, uris, cancellation);
    }

    /// <summary>Proof of the events of an answer; null when its rows do not name single events.</summary>
    /// <param name="session">As for <see cref="Of"/>.</param>
    public static EvidenceEvents? Events(SqlSession session, StatementLog log, CancellationToken cancellation = default)
    {
        if (log.Rule is not (SourceRule.Rows or SourceRule.Events) || log.UnclearObjects.Count > 0)
        {
            return null;
        }

        var records = log.Records.ToHashSet();
        records.UnionWith(RecordsOf(session, log.Events, cancellation));
        records.UnionWith(RecordsOf(session, log.NamedEvents, cancellation).Where(record => log.Objects.Contains(record.Object)));

        // Bounds tell it of most lakes without reading a row.
        if (!session.Any(new LakeQuery("SELECT 1 FROM objects_history WHERE verified = 'valid' LIMIT 1"), cancellation))
        {
            return new EvidenceEvents(records.Count, 0);
        }

        var proven = new LakeQuery(
            $"""
            SELECT count(*), count(*) FILTER (copied.object IS NOT NULL OR own.uri IS NOT NULL)
            FROM {Records} AS wanted
            LEFT JOIN verified_parts AS copied
                ON copied.object = wanted.uri AND copied.part = wanted.record // 1024 AND wanted.record BETWEEN copied.first AND copied.last
            LEFT JOIN verified_objects AS own ON own.uri = wanted.uri
            """);
        using var result = session.Ask(proven with { Lists = ListsOf(records) }, cancellation);
        result.Read();
        return new EvidenceEvents(result.GetInt64(0) ?? 0, result.GetInt64(1) ?? 0);
    }

    static Dictionary<string, IEnumerable<string>> ListsOf(IReadOnlyCollection<(string Object, long Record)> records) => new()
    {
        [Wanted] = records.Select(record => record.Object),
        [WantedRecords] = records.Select(record => record.Record.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The records of events by eventID.</summary>
    static List<(string Object, long Record)> RecordsOf(
        SqlSession session, IReadOnlyCollection<string> events, CancellationToken cancellation)
    {
        if (events.Count == 0)
        {
            return [];
        }

        var query = new LakeQuery(
            $"SELECT DISTINCT sourceObject, sourceIndex FROM events WHERE eventID IN (SELECT unnest(getvariable('{Wanted}')))");
        return session.ReadAll(query with { Lists = Wanting(events) }, row => (row.GetText(0) ?? "", row.GetInt64(1) ?? -1), cancellation);
    }

    /// <summary>All objects that delivered the same events as some records, or, of some objects, as any record.</summary>
    static List<string> Others(
        SqlSession session,
        IReadOnlyCollection<(string Object, long Record)> records,
        IReadOnlyCollection<string> objects,
        CancellationToken cancellation)
    {
        var others = new LakeQuery(
            $"""
            SELECT DISTINCT object FROM copy_groups WHERE "group" IN (
                SELECT own."group"
                FROM {Records} AS wanted
                JOIN copy_parts AS own
                    ON own.object = wanted.uri AND own.part = wanted.record // 1024 AND wanted.record BETWEEN own.first AND own.last
                UNION
                SELECT "group" FROM copy_groups WHERE object IN (SELECT unnest(getvariable('{WantedObjects}'))))
            """);
        var lists = ListsOf(records);
        lists.Add(WantedObjects, objects);
        return session.ReadAll(others with { Lists = lists }, row => row.GetText(0)!, cancellation);
    }

    /// <summary>The ledger's rows of some objects, by URI and ETag.</summary>
    public static IEnumerable<SourceObjectRow> ByUri(
        SqlSession session, IReadOnlyCollection<string> uris, CancellationToken cancellation = default) =>
        Rows(session, $"uri IN (SELECT unnest(getvariable('{Wanted}')))", Wanting(uris), cancellation);

    static Dictionary<string, IEnumerable<string>> Wanting(IEnumerable<string> texts) => new() { [Wanted] = texts };

    static string InSpan(EventFilter filter)
    {
        // An object without event times could have held anything.
        var terms = new List<string> { "true" };
        if (filter.From is { } from)
        {
            terms.Add($"coalesce(lastEventTime >= {SqlText.Timestamp(from)}, true)");
        }

        if (filter.To is { } to)
        {
            terms.Add($"coalesce(firstEventTime < {SqlText.Timestamp(to)}, true)");
        }

        if (filter.Accounts.Count > 0)
        {
            terms.Add($"(account IS NULL OR account IN ({string.Join(", ", filter.Accounts.Select(SqlText.Literal))}))");
        }

        return string.Join(" AND ", terms);
    }

    static IEnumerable<SourceObjectRow> Rows(
        SqlSession session, string condition, Dictionary<string, IEnumerable<string>> lists, CancellationToken cancellation)
    {
        var query = new LakeQuery($"SELECT {s_columns} FROM objects WHERE {condition} ORDER BY uri, etag") { Lists = lists };
        using var result = session.Ask(query, cancellation);
        while (result.Read())
        {
            var (uri, etag) = (result.GetText(0) ?? "", result.GetText(1) ?? "");
            yield return new SourceObjectRow(uri, etag, result.GetText(2), result.GetText(3), result.GetText(4), result.GetText(5));
        }
    }
}
