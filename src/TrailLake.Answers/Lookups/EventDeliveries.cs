using System.Globalization;
using TrailLake.Ingest.Archives;
using TrailLake.Query.Copies;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;

namespace TrailLake.Answers.Lookups;

/// <summary>Finds every record that delivered one event: it follows the rows of <c>copies</c> from record to record.</summary>
static class EventDeliveries
{
    const string Passed = "deliveries_passed";

    const string Follow =
        """
        WITH RECURSIVE runs AS (
            SELECT * FROM copies
            WHERE records > 0 AND copyIndex BETWEEN 0 AND 9223372036854775807 - greatest(records, 0)
                AND keptIndex BETWEEN 0 AND 9223372036854775807 - greatest(records, 0)
        ),
        found(object, record) AS (
            SELECT ?::VARCHAR, ?::BIGINT
            UNION
            SELECT other, start + (record - first)
            FROM found
            JOIN (
                SELECT copyObject AS own, copyIndex AS first, records AS length, keptObject AS other, keptIndex AS start FROM runs
                UNION ALL
                SELECT keptObject, keptIndex, records, copyObject, copyIndex FROM runs
            ) ON own = object AND record >= first AND record - first < length
            WHERE NOT list_contains(getvariable('deliveries_passed'), other)
        )
        SELECT object, record FROM found ORDER BY 1, 2
        """;

    /// <summary>The event's own record first, then the others by object and record. Only it when the event was delivered once.</summary>
    /// <exception cref="Errors.TrailLakeException">The lake's copies cannot be read.</exception>
    public static IReadOnlyList<EventDelivery> Of(
        SqlSession session, string sourceObject, long sourceIndex, CancellationToken cancellation = default)
    {
        if (!session.HasCopies)
        {
            return [Make(sourceObject, sourceIndex)];
        }

        // What is said of a record of an object of which several contents were met is said of any of them: no way leads through it.
        var passed = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var found = Search(session, passed, sourceObject, sourceIndex, cancellation);
            var several = Several(session, found.Select(delivery => delivery.Object).ToHashSet(), cancellation);
            if (several.Contains(sourceObject))
            {
                return [Make(sourceObject, sourceIndex)];
            }

            several.ExceptWith(passed);
            if (several.Count == 0)
            {
                return [.. found.OrderBy(delivery => delivery.Object != sourceObject || delivery.Record != sourceIndex)];
            }

            passed.UnionWith(several);
        }
    }

    static List<EventDelivery> Search(
        SqlSession session, HashSet<string> passed, string sourceObject, long sourceIndex, CancellationToken cancellation)
    {
        var follow = LakeQuery.Over("copies", Follow) with
        {
            Parameters = [sourceObject, sourceIndex.ToString(CultureInfo.InvariantCulture)],
            Lists = new Dictionary<string, IEnumerable<string>> { [Passed] = passed },
        };
        return session.ReadAll(follow, row => Make(row.GetText(0)!, row.GetInt64(1) ?? -1), cancellation);
    }

    static HashSet<string> Several(SqlSession session, HashSet<string> objects, CancellationToken cancellation)
    {
        var query = LakeQuery.Over(
            "objects", $"SELECT uri FROM objects WHERE uri IN (SELECT unnest(getvariable('{Passed}'))) AND "
                + $"{CopyGroups.HasSeveralContents}");
        query = query with { Lists = new Dictionary<string, IEnumerable<string>> { [Passed] = objects } };
        return session.ReadAll(query, row => row.GetText(0)!, cancellation).ToHashSet(StringComparer.Ordinal);
    }

    static EventDelivery Make(string uri, long record)
    {
        var key = ArchiveKeyParser.Parse(uri);
        return new EventDelivery(uri, record, key is { Account: not null, Prefix.Length: > 0 } ? $"{key.Prefix}/{key.Organization}" : null);
    }
}
