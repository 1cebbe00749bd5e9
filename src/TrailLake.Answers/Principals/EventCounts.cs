using System.Globalization;
using TrailLake.Answers.Sentences;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Principals;

/// <summary>Counts events by several dimensions in one pass over the lake.</summary>
static class EventCounts
{
    /// <summary>The counts of one dimension: days and hours in order and all of them, of the rest those with the most events.</summary>
    /// <param name="most">Most values, but for days and hours.</param>
    /// <param name="about">Counts only events in which it acts or is acted on; null for all events.</param>
    public static IReadOnlyList<EventCount> ReadTop(
        SqlSession session, CountDimension dimension, int most, Entity? about = null, CancellationToken cancellation = default)
    {
        var from = About(session, about, cancellation);
        var counts = Read(session, from, [dimension], cancellation)[dimension];
        if (IsTime(dimension) || counts.Count <= most)
        {
            session.LogContributing(from, cancellation);
            return counts;
        }

        counts = [.. counts.Take(most)];
        var shown = string.Join(", ", counts.Select(count => SqlText.Literal(count.Value)));
        session.LogContributing($"(SELECT * FROM {from} WHERE coalesce(({Sql(dimension)})::VARCHAR, '') IN ({shown}))", cancellation);
        return counts;
    }

    static string About(SqlSession session, Entity? about, CancellationToken cancellation) =>
        about is null ? "events" : session.Search.From(EntityFilter.EventsAbout(about, session, cancellation));

    /// <summary>The counts of several dimensions, each in its order.</summary>
    /// <param name="from">What stands behind FROM.</param>
    internal static IReadOnlyDictionary<CountDimension, IReadOnlyList<EventCount>> Read(
        SqlSession session, string from, IReadOnlyList<CountDimension> dimensions, CancellationToken cancellation)
    {
        var names = dimensions.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"d{i}")).ToList();
        var sql = $"""
            SELECT grouping({string.Join(", ", names)}), coalesce({string.Join(", ", names)}, ''), count(*), count(*) FILTER (denied),
                count(*) FILTER (failed), min(eventTime), max(eventTime)
            FROM (SELECT {string.Join(", ", dimensions.Select((dimension, i) => $"({Sql(dimension)})::VARCHAR AS {names[i]}"))},
                {PrincipalSql.Denied} AS denied, {PrincipalSql.Failed} AS failed, eventTime FROM {from})
            GROUP BY GROUPING SETS ({string.Join(", ", names.Select(name => $"({name})"))})
            """;
        var found = dimensions.ToDictionary(dimension => dimension, _ => new List<EventCount>());
        using (var result = session.Ask(new LakeQuery(sql), cancellation))
        {
            while (result.Read())
            {
                found[Grouped(result.GetInt64(0) ?? 0, dimensions)].Add(new EventCount(
                    result.GetText(1) ?? "",
                    result.GetInt64(2) ?? 0,
                    result.GetInt64(3) ?? 0,
                    result.GetInt64(4) ?? 0,
                    EventFacts.ParseTime(result.GetText(5)),
                    EventFacts.ParseTime(result.GetText(6))));
            }
        }

        return found.ToDictionary(pair => pair.Key, pair => Ordered(pair.Key, pair.Value));
    }

    // grouping(a, b, c) has a bit for each, the first the highest; 0 marks the one that the row is grouped by.
    static CountDimension Grouped(long bits, IReadOnlyList<CountDimension> dimensions)
    {
        var at = 0;
        while ((bits >> (dimensions.Count - 1 - at) & 1) != 0)
        {
            at++;
        }

        return dimensions[at];
    }

    static IReadOnlyList<EventCount> Ordered(CountDimension dimension, List<EventCount> counts) => IsTime(dimension)
        ? [.. counts.OrderBy(count => count.Value, StringComparer.Ordinal)]
        : [.. counts.OrderByDescending(count => count.Events).ThenBy(count => count.Value, StringComparer.Ordinal)];

    static bool IsTime(CountDimension dimension) => dimension is CountDimension.Day or CountDimension.Hour;

    static string Sql(CountDimension dimension) => dimension switch
    {
        CountDimension.Day => "strftime(eventTime AT TIME ZONE 'UTC', '%Y-%m-%d')",
        CountDimension.Hour => "strftime(eventTime AT TIME ZONE 'UTC', '%H')",
        CountDimension.Principal => PrincipalSql.Principal,
        CountDimension.Address => "sourceIPAddress",
        CountDimension.Agent => "userAgent",
        CountDimension.Region => "awsRegion",
        CountDimension.Key => "userIdentity.accessKeyId",
        CountDimension.Service => "eventSource",
        CountDimension.Call => "coalesce(eventSource, '') || '/' || coalesce(eventName, '')",
        CountDimension.Account => "account",
        CountDimension.Mfa => PrincipalSql.Mfa,
        CountDimension.Type => "userIdentity.type",
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "No such dimension."),
    };
}
