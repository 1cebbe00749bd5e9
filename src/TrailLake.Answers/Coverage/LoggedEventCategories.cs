using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Coverage;

/// <summary>Finds which categories of events the lake holds for a span: what is never logged can never be found.</summary>
static class LoggedEventCategories
{
    const string IsData = "eventCategory = 'Data' OR managementEvent = false";
    const string IsManagement = $"NOT coalesce({IsData}, false) AND coalesce(eventCategory, 'Management') = 'Management'";

    static readonly (string Name, string Condition)[] s_categories =
    [
        ("management events that change something", $"NOT coalesce(readOnly, false) AND {IsManagement}"),
        ("read-only management events", $"readOnly AND {IsManagement}"),
        ("KMS events", "eventSource = 'kms.amazonaws.com'"),
        ("S3 data events", $"({IsData}) AND eventSource = 's3.amazonaws.com'"),
        ("Lambda data events", $"({IsData}) AND eventSource = 'lambda.amazonaws.com'"),
        ("DynamoDB data events", $"({IsData}) AND eventSource = 'dynamodb.amazonaws.com'"),
        ("Insights events", "eventCategory = 'Insight' OR eventType = 'AwsCloudTrailInsight'"),
        ("network activity events", "eventCategory = 'NetworkActivity'"),
    ];

    /// <summary>The categories, each with its number of events in the span.</summary>
    public static IReadOnlyDictionary<string, long> Read(SqlSession session, CoverageRequest request, CancellationToken cancellation)
    {
        var terms = new List<string> { "true" };
        if (request.From is { } from)
        {
            terms.Add($"eventTime >= {SqlText.Timestamp(from)}");
        }

        if (request.To is { } to)
        {
            terms.Add($"eventTime < {SqlText.Timestamp(to)}");
        }

        if (request.Accounts.Count > 0)
        {
            terms.Add($"account IN ({string.Join(", ", request.Accounts.Select(SqlText.Literal))})");
        }

        if (request.Regions.Count > 0)
        {
            terms.Add($"awsRegion IN ({string.Join(", ", request.Regions.Select(SqlText.Literal))})");
        }

        // Grouped first: the conditions then run on a few hundred rows.
        var query = new LakeQuery(
            $"""
            SELECT {string.Join(", ", s_categories.Select(category => $"coalesce(sum(n) FILTER ({category.Condition}), 0)::BIGINT"))}
            FROM (
                SELECT eventSource, eventCategory, eventType, managementEvent, readOnly, count(*) AS n
                FROM events WHERE {string.Join(" AND ", terms)} GROUP BY ALL)
            """);
        using var result = session.Ask(query, cancellation);
        result.Read();
        return s_categories.Index().ToDictionary(pair => pair.Item.Name, pair => result.GetInt64(pair.Index) ?? 0);
    }
}
