using System.Collections.Generic;
using System.Linq;

namespace TrailLake.Comparison.Needles;

/// <summary>The ten questions that count: seven over a month, three over all days.</summary>
static class AggregateQuestions
{
    /// <param name="days">The days of the table, in order: the month is that of the middle one.</param>
    public static IReadOnlyList<BenchQuestion> Of(IReadOnlyList<string> days)
    {
        var month = days[days.Count / 2][..7];
        var inMonth = days.Where(day => day.StartsWith(month, System.StringComparison.Ordinal)).ToList();
        var span = $"date BETWEEN DATE '{inMonth[0]}' AND DATE '{inMonth[^1]}'";
        return
        [
            Question($"events per service, {month}", $"SELECT eventSource, count(*) AS n FROM {{0}} WHERE {span} GROUP BY ALL"),
            Question(
                $"errors per principal, {month}",
                $"SELECT userIdentity.arn AS arn, errorCode, count(*) AS n FROM {{0}} WHERE {span} AND errorCode IS NOT NULL GROUP BY ALL"),
            Question(
                $"busiest 20 addresses, {month}",
                $"SELECT sourceIPAddress, count(*) AS n FROM {{0}} WHERE {span} GROUP BY ALL ORDER BY n DESC, sourceIPAddress LIMIT 20"),
            Question($"events per day and account, {month}", $"SELECT date, account, count(*) AS n FROM {{0}} WHERE {span} GROUP BY ALL"),
            Question(
                $"distinct users per account, {month}",
                $"SELECT account, count(DISTINCT userIdentity.userName) AS n FROM {{0}} WHERE {span} GROUP BY ALL"),
            Question(
                $"console logins by user and result, {month}",
                $"SELECT userIdentity.arn AS arn, responseElements->>'ConsoleLogin' AS result, count(*) AS n FROM {{0}} WHERE {span} AND "
                    + "eventName = 'ConsoleLogin' GROUP BY ALL"),
            Question(
                $"denied calls by role, {month}",
                $"SELECT userIdentity.sessionContext.sessionIssuer.arn AS role, eventName, count(*) AS n FROM {{0}} WHERE {span} AND "
                    + "errorCode IN ('AccessDenied', 'Client.UnauthorizedOperation') GROUP BY ALL"),
            Question("events per service, all days", "SELECT eventSource, count(*) AS n FROM {0} GROUP BY ALL"),
            Question("events per day and account, all days", "SELECT date, account, count(*) AS n FROM {0} GROUP BY ALL"),
            Question(
                "denied calls by role, all days",
                "SELECT userIdentity.sessionContext.sessionIssuer.arn AS role, count(*) AS n FROM {0} WHERE errorCode IN ('AccessDenied', "
                    + "'Client.UnauthorizedOperation') GROUP BY ALL"),
        ];
    }

    // All values as texts, which both sides write alike.
    static BenchQuestion Question(string name, string sql) =>
        new(
            name,
            $"SELECT COLUMNS(*)::VARCHAR FROM ({string.Format(null, sql, "events")})",
            $"SELECT COLUMNS(*)::VARCHAR FROM ({string.Format(null, sql, "plain")})");
}
