using System.Globalization;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;
using TrailLake.Store;

namespace TrailLake.Answers.Coverage;

/// <summary>The counts of a lake.</summary>
public sealed record LakeStatus
{
    /// <summary>The lake's folder.</summary>
    public required string Lake { get; init; }

    /// <summary>Version of the events table.</summary>
    public required long Version { get; init; }

    /// <summary>Events.</summary>
    public required long Events { get; init; }

    /// <summary>Source objects that were met.</summary>
    public required long Objects { get; init; }

    /// <summary>Objects among these that broke off, lost records, or held nothing, and that were never read whole.</summary>
    public required long DamagedObjects { get; init; }

    /// <summary>Damaged objects without a record that could be read.</summary>
    public required long DamagedWithoutRecords { get; init; }

    /// <summary>Objects among these that could not be read; the next run tries them again.</summary>
    public required long UnreadableObjects { get; init; }

    /// <summary>Of these, objects by what a verification recorded about them; empty when none was.</summary>
    public required IReadOnlyDictionary<string, long> Verified { get; init; }

    /// <summary>Events of which an object that delivered them is verified as valid.</summary>
    public required long VerifiedEvents { get; init; }

    /// <summary>Records that were exact copies.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Records that became rejects.</summary>
    public required long Rejects { get; init; }

    /// <summary>Events that were purged.</summary>
    public required long Purged { get; init; }

    /// <summary>Events of days and accounts that were purged, which the lake has got since.</summary>
    public required long EventsOfPurgedDays { get; init; }

    /// <summary>Time of the first event, ISO 8601; null in an empty lake.</summary>
    public required string? FirstEventTime { get; init; }

    /// <summary>Time of the last event.</summary>
    public required string? LastEventTime { get; init; }

    /// <summary>Accounts of the events.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>Regions of the events.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Data files of events.</summary>
    public required long Files { get; init; }

    /// <summary>Their bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of a data file by event; null in an empty lake.</summary>
    public required double? BytesPerEvent { get; init; }

    // By state: objects, and those that gave neither events nor copies.
    static string Broken { get; } = $"SELECT CASE state WHEN 'unreadable' THEN state ELSE 'damaged' END, count(*)::VARCHAR, "
        + "count(*) FILTER (events = 0 AND duplicates = 0)::VARCHAR FROM objects "
        + $"WHERE (state <> 'done' OR {LakeViews.IsEmptyLog}) AND NOT {LakeViews.IsReplaced("objects")} GROUP BY 1";

    /// <summary>Reads the state of a snapshot: sizes and counts from the log, the rest from ledger and events.</summary>
    /// <param name="session">A session over the same snapshot.</param>
    internal static LakeStatus Read(string lake, LakeSnapshot snapshot, SqlSession session, CancellationToken cancellation = default)
    {
        // Of the rows of one object, at most one was read: a batch with an object that is done is refused. So only what was never read is
        // sought out, and only where there is any: bounds tell that without reading a row.
        const string Counts = "SELECT verified, count(*)::VARCHAR, "
            + "coalesce(sum(duplicates), 0)::VARCHAR, coalesce(sum(rejects), 0)::VARCHAR, coalesce(sum(events), 0)::VARCHAR";
        var groups = Texts(session, $"{Counts} FROM objects_history WHERE state <> 'unreadable' GROUP BY 1 ORDER BY 1", cancellation);
        if (Texts(session, "SELECT 1 FROM objects_history WHERE state = 'unreadable' LIMIT 1", cancellation).Count > 0)
        {
            var unreadable = $"{Counts} FROM objects WHERE state = 'unreadable' GROUP BY 1 ORDER BY 1";
            groups = [.. groups, .. Texts(session, unreadable, cancellation)];
        }

        var anyBroken = $"SELECT 1 FROM objects_history WHERE state <> 'done' OR {LakeViews.IsEmptyLog} LIMIT 1";
        var broken = Texts(session, anyBroken, cancellation).Count == 0
            ? []
            : Texts(session, Broken, cancellation).ToDictionary(row => row[0]!, row => (Objects: Number(row[1]), Nothing: Number(row[2])));
        long[] ledger = [.. Enumerable.Range(1, 4).Select(i => groups.Sum(row => Number(row[i])))];
        var verified = groups.Where(row => row[0] is not null).ToList();

        // Files that other programs added may have no row count in the log.
        var events = snapshot.Files.All(file => file.Rows >= 0)
            ? snapshot.Files.Sum(file => file.Rows)
            : Count(session, "events", cancellation);
        var span = Span(snapshot, session, cancellation);
        var regions = Texts(session, "SELECT DISTINCT awsRegion FROM events", cancellation);
        var bytes = snapshot.Files.Sum(file => file.Bytes);
        return new LakeStatus
        {
            Lake = lake,
            Version = snapshot.Version,
            Events = events,
            Objects = ledger[0],
            DamagedObjects = broken.GetValueOrDefault("damaged").Objects,
            DamagedWithoutRecords = broken.GetValueOrDefault("damaged").Nothing,
            UnreadableObjects = broken.GetValueOrDefault("unreadable").Objects,
            Verified = verified.GroupBy(row => row[0]!).ToDictionary(group => group.Key, group => group.Sum(row => Number(row[1]))),
            VerifiedEvents = CountVerified(session, verified, ledger[0], cancellation),
            Duplicates = ledger[1],
            Rejects = ledger[2],
            Purged = snapshot.Purges.Sum(purge => purge.Events),
            EventsOfPurgedDays = snapshot.EventsOfPurgedDays,
            FirstEventTime = span.First,
            LastEventTime = span.Last,
            Accounts = [.. snapshot.Files.Select(file => file.Account).Distinct().Order(StringComparer.Ordinal)],
            Regions = [.. regions.Select(row => row[0]).OfType<string>().Order(StringComparer.Ordinal)],
            Files = snapshot.Files.Count,
            Bytes = bytes,
            BytesPerEvent = events > 0 ? Math.Round((double)bytes / events, 1) : null,
        };
    }

    // Where all objects are valid, or none, or no event was delivered twice, the ledger tells it without reading an event.
    static long CountVerified(SqlSession session, IReadOnlyList<string?[]> verified, long objects, CancellationToken cancellation)
    {
        var valid = verified.Where(row => row[0] == "valid").ToList();
        return valid.Count > 0 && valid.Sum(row => Number(row[1])) < objects && session.HasCopies
            ? Count(session, "verified_events", cancellation)
            : valid.Sum(row => Number(row[4]));
    }

    // The first event is of the first day, the last of the last: other files need not be opened.
    static (string? First, string? Last) Span(LakeSnapshot snapshot, SqlSession session, CancellationToken cancellation)
    {
        if (snapshot.Files.Count == 0)
        {
            return (null, null);
        }

        var first = Edge("min", snapshot.Files.Min(file => file.Date));
        var last = Edge("max", snapshot.Files.Max(file => file.Date));
        if (first is not null && last is not null)
        {
            return (first, last);
        }

        // Only files of other programs could have a day without a time.
        var all = Texts(session, "SELECT min(eventTime), max(eventTime) FROM events", cancellation)[0];
        return (all[0], all[1]);

        string? Edge(string function, DateOnly day) =>
            Texts(session, $"SELECT {function}(eventTime) FROM events WHERE date = {SqlText.Date(day)}", cancellation)[0][0];
    }

    static IReadOnlyList<string?[]> Texts(SqlSession session, string sql, CancellationToken cancellation)
    {
        using var result = session.Ask(new LakeQuery(sql), cancellation);
        return result.ReadAll();
    }

    static long Number(string? text) => text is null ? 0 : long.Parse(text, CultureInfo.InvariantCulture);

    static long Count(SqlSession session, string view, CancellationToken cancellation) =>
        session.ReadAll(new LakeQuery($"SELECT count(*) FROM {view}"), row => row.GetInt64(0) ?? 0, cancellation)[0];
}
