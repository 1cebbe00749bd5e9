using System.Globalization;
using System.Text.Json;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;

namespace TrailLake.Answers.Coverage;

/// <summary>What happened to the trails themselves: who stopped one, until when, and who made one record less.</summary>
sealed class TrailHistory
{
    const string Calls = "'StopLogging', 'StartLogging', 'DeleteTrail', 'CreateTrail', 'UpdateTrail', 'PutEventSelectors', "
        + "'PutInsightSelectors'";

    TrailHistory(IReadOnlyList<TrailChange> changes)
    {
        Changes = changes;
    }

    /// <summary>The calls, in order of time.</summary>
    public IReadOnlyList<TrailChange> Changes { get; }

    /// <summary>Reads the calls of all accounts: a trail of the organization is stopped in one of them.</summary>
    /// <param name="session">A session that shows all times before the end of the asked span.</param>
    public static TrailHistory Read(SqlSession session, CancellationToken cancellation)
    {
        // Most data files hold no such call: the names alone are cheap to read, the other columns are not.
        var files = FindFiles(session, cancellation);
        if (files.Count == 0)
        {
            return new TrailHistory([]);
        }

        var query = new LakeQuery(
            $"""
            SELECT eventTime, eventName, account, awsRegion, coalesce(requestParameters->>'$.name', requestParameters->>'$.trailName', ''),
                coalesce(userIdentity.arn, userIdentity.principalId, userIdentity.invokedBy, 'unknown'), sourceIPAddress, eventID,
                requestParameters
            FROM {session.Search.FromFiles(files)}
            WHERE eventSource = 'cloudtrail.amazonaws.com' AND coalesce(errorCode, '') = '' AND eventName IN ({Calls})
            ORDER BY eventTime, eventID, sourceObject, sourceIndex
            """);
        return new TrailHistory(session.ReadAll(query, ToChange, cancellation));
    }

    static TrailChange ToChange(QueryResult row) => new()
    {
        Time = DateTime.Parse(
            row.GetText(0)!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
        EventName = row.GetText(1)!,
        Account = row.GetText(2) ?? "unknown",
        Region = row.GetText(3),
        Trail = NameOf(row.GetText(4)!),
        Who = row.GetText(5)!,
        Address = row.GetText(6),
        EventId = row.GetText(7),
        Narrowed = Narrowed(row.GetText(1)!, row.GetText(8)),
    };

    /// <summary>The times in which a trail was stopped or gone.</summary>
    /// <param name="session">Says what was recorded meanwhile, by other trails.</param>
    /// <param name="end">The end of what is known, UTC.</param>
    public IEnumerable<CoverageFinding> Stops(SqlSession session, DateTime end, CancellationToken cancellation)
    {
        foreach (var trail in Changes.GroupBy(change => (change.Account, change.Trail)))
        {
            TrailChange? stopped = null;
            foreach (var change in trail)
            {
                if (change.EventName is "StopLogging" or "DeleteTrail")
                {
                    stopped ??= change;
                }
                else if (stopped is not null && change.EventName is "StartLogging" or "CreateTrail")
                {
                    yield return ToFinding(stopped!, change, session, change.Time, cancellation);
                    stopped = null;
                }
            }

            if (stopped is not null)
            {
                yield return ToFinding(stopped, null, session, end > stopped.Time ? end : stopped.Time.AddSeconds(1), cancellation);
            }
        }
    }

    static CoverageFinding ToFinding(TrailChange stop, TrailChange? start, SqlSession session, DateTime to, CancellationToken cancellation)
    {
        // Calls of the same moment may still have been recorded by the trail itself.
        var meanwhile = Count(session, stop.Account, stop.Time.AddMinutes(1), to.AddMinutes(-1), cancellation);
        var until = start is null ? "not started again in this lake" : $"until {start.EventName} by {start.Who}";
        var others = meanwhile == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; {meanwhile:N0} events were recorded meanwhile, so another trail went on");
        return new CoverageFinding
        {
            Kind = CoverageFindingKind.TrailStopped,
            Account = stop.Account,
            From = stop.Time,
            To = to,
            Confidence = meanwhile == 0 ? 1 : 0.75,
            Why = $"{stop.EventName} of the trail {(stop.Trail.Length == 0 ? "?" : stop.Trail)} by {stop.Who} from "
                + $"{stop.Address ?? "?"} ({stop.EventId}), {until}{others}",
        };
    }

    static List<LakeFile> FindFiles(SqlSession session, CancellationToken cancellation)
    {
        var query = new LakeQuery($"SELECT DISTINCT {LakeViews.FileColumn} FROM events_files WHERE eventName IN ({Calls})");
        var found = session.ReadAll(query with { IsAside = true }, row => row.GetText(0)!, cancellation).ToHashSet(StringComparer.Ordinal);
        return [.. session.Events.Where(file => found.Contains(file.Path))];
    }

    /// <summary>Events of an account between two moments. Of whole days between, the log knows how many each file has.</summary>
    static long Count(SqlSession session, string account, DateTime after, DateTime before, CancellationToken cancellation)
    {
        var (first, last) = (DateOnly.FromDateTime(after), DateOnly.FromDateTime(before));
        var files = session.Events.Where(file => file.Account == account && file.Date >= first && file.Date <= last)
            .ToLookup(file => file.Date > first && file.Date < last && file.Source is { Rows: >= 0 });
        var count = files[true].Sum(file => file.Source!.Rows);
        var edges = files[false].ToList();
        if (edges.Count > 0)
        {
            var times = $"eventTime > {SqlText.Timestamp(after)} AND eventTime < {SqlText.Timestamp(before)}";
            using var result = session.Ask(
                new LakeQuery($"SELECT count(*) FROM {session.Search.FromFiles(edges)} WHERE {times}"), cancellation);
            count += result.Read() ? result.GetInt64(0) ?? 0 : 0;
        }

        return count;
    }

    static string NameOf(string nameOrArn) => nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..];

    static string? Narrowed(string eventName, string? parameters)
    {
        if (parameters is null || eventName is not ("CreateTrail" or "UpdateTrail" or "PutEventSelectors"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(parameters, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Narrowed(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string? Narrowed(JsonElement parameters)
    {
        var parts = new List<string>();
        if (IsFalse(parameters, "isMultiRegionTrail"))
        {
            parts.Add("one region only");
        }

        if (IsFalse(parameters, "includeGlobalServiceEvents"))
        {
            parts.Add("no events of global services");
        }

        if (parameters.TryGetProperty("eventSelectors", out var selectors) && selectors.ValueKind == JsonValueKind.Array)
        {
            foreach (var selector in selectors.EnumerateArray().Where(selector => selector.ValueKind == JsonValueKind.Object))
            {
                if (selector.TryGetProperty("readWriteType", out var type) && type.ValueKind == JsonValueKind.String
                    && type.GetString() is "ReadOnly" or "WriteOnly")
                {
                    parts.Add(type.GetString() == "ReadOnly" ? "no calls that change something" : "no read-only calls");
                }

                if (IsFalse(selector, "includeManagementEvents"))
                {
                    parts.Add("no management events");
                }

                if (selector.TryGetProperty("excludeManagementEventSources", out var excluded) && excluded.ValueKind == JsonValueKind.Array
                    && excluded.GetArrayLength() > 0)
                {
                    parts.Add("none of " + string.Join(", ", excluded.EnumerateArray().Select(source => source.ToString())));
                }
            }
        }

        return parts.Count == 0 ? null : string.Join(", ", parts.Distinct());
    }

    static bool IsFalse(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;
}
