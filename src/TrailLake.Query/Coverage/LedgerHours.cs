using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using TrailLake.Lake;

namespace TrailLake.Query.Coverage;

/// <summary>
/// Reads from the ledger which hours of which account and region have data. Its rows stream by and are added up; a million of them
/// never become objects here.
/// <para>
/// An object stands in the hours from its first to its last event; without events, in that of its delivery. One whose key does not say account
/// or region, or that spans more than <see cref="MostHours"/>, says too little: it stands where its events do. Several rows of one object
/// count as one.
/// </para>
/// <para>
/// The ledger goes on counting what was purged. An object of purged days of which nothing is in the lake has no events but purged ones; one that
/// reaches from a purged day into a kept one, or of which a row that could not be read to its end counts events, stands where its events do.
/// </para>
/// </summary>
sealed class LedgerHours
{
    /// <summary>Hours that an object may span without its events being looked at. CloudTrail delivers every five minutes or so.</summary>
    const int MostHours = 6;

    const string MicrosOfHour = "3600000000";

    // In the place of an hour that nothing tells.
    const long NoHour = -1_000_000_000;

    // Delivered some five minutes after its events.
    const string Begin = "coalesce(firstEventTime, deliveryTime - INTERVAL 5 MINUTE)";
    const string End = "coalesce(lastEventTime, deliveryTime - INTERVAL 5 MINUTE)";

    // Of an object, by the bits of a number: a row that was not read to its end counts events; events of purged days are in the lake.
    const long Partial = 1;
    const long Live = 2;

    // Of a row: its object was read; it tells of a problem.
    const long WasRead = 4;
    const long HasProblem = 8;

    // Only these say whether management and data events were delivered.
    const string Kinds = "kind IN ('CloudTrail', 'Unknown')";

    const string PartialRow = "state = 'unreadable' AND events > 0";

    const string Bad = "(state <> 'done' OR rejects > 0)";

    const string Never = "false";

    readonly LakeSession _session;
    readonly CoverageRequest _request;
    readonly CancellationToken _cancellation;
    readonly string _rows;
    readonly List<LakeDeduction> _purges;
    readonly string _isPartial;
    readonly string _isLive;
    bool _hasProblems;
    bool _placesByEvents;

    /// <param name="session">A session that shows all events of the span, or more.</param>
    /// <param name="margin">How much before and after the asked span is read too, to learn the rhythm from.</param>
    public LedgerHours(LakeSession session, CoverageRequest request, TimeSpan margin, CancellationToken cancellation)
    {
        _session = session;
        _request = request;
        _cancellation = cancellation;
        _rows = $"objects_history WHERE {Kinds}{Span(margin)}";
        _purges = [.. session.Deductions.Where(deduction => deduction.Kind == DeductionKind.Purge)];
        _isPartial = HasPartial() ? $"uri IN (SELECT uri FROM objects_history WHERE {PartialRow})" : Never;

        // Events that came after a purge, of the days before it.
        var isLate = session.Events.Any(file => _purges.Exists(purge => purge.Covers(file.Date, file.Account)));
        _isLive = isLate ? $"uri IN (SELECT sourceObject FROM events WHERE {PurgedDays()})" : Never;
    }

    /// <summary>The series, by account and region; and how many objects were placed by their events.</summary>
    public (IReadOnlyList<CoverageSeries> Series, long Loose) Read()
    {
        // Of the rows of one object, at most one was read: a batch with an object that is done is refused. The rows come as they are: nearly each has
        // an hour of its own, so that DuckDB takes longer to group them than they take to add up here.
        var hours = new Dictionary<(string Account, string Region), HourTable>();
        long loose = 0;
        var sql = $"""
            SELECT account, region, coalesce(epoch_us({Begin}) // {MicrosOfHour}, {NoHour}), coalesce(epoch_us({End}) // {MicrosOfHour}, {NoHour}), coalesce(events, 0),
                {Flags} + coalesce(state <> 'unreadable', false)::BIGINT * {WasRead} + coalesce({Bad}, false)::BIGINT * {HasProblem}
            FROM {_rows}
            """;
        using (var result = _isLive == Never ? _session.QueryLedger(sql, _cancellation) : _session.Query(sql, [], _cancellation))
        {
            (string? Account, string? Region, HourTable? Hours) scope = default;
            while (result.Read())
            {
                if (!result.IsText(0, scope.Account) || !result.IsText(1, scope.Region))
                {
                    var (account, region) = (result.GetText(0), result.GetText(1));
                    scope = (account, region, account is null || region is null ? null : Find(hours, account, region));
                }

                loose += AddObject(
                    scope.Account, scope.Hours, (result.GetInt64(2)!.Value, result.GetInt64(3)!.Value), result.GetInt64(4)!.Value, result.GetInt64(5)!.Value);
            }
        }

        if (loose > 0 || _placesByEvents)
        {
            AddLoose(hours);
        }

        return ([.. hours
            .Where(pair => IsWanted(_request.Accounts, pair.Key.Account) && IsWanted(_request.Regions, pair.Key.Region))
            .OrderBy(pair => pair.Key.Account, StringComparer.Ordinal).ThenBy(pair => pair.Key.Region, StringComparer.Ordinal)
            .Select(pair => new CoverageSeries(pair.Key.Account, pair.Key.Region, pair.Value.ToList()))
            .Where(series => series.Hours.Count > 0)], loose);
    }

    /// <summary>What of the span could not be read, by account and region; after <see cref="Read"/>.</summary>
    /// <param name="begins">Where the archive begins: an object whose time nothing tells could have held anything.</param>
    /// <param name="ends">Where it ends.</param>
    public IReadOnlyList<CoverageFinding> ReadProblems(DateTime begins, DateTime ends)
    {
        var findings = new List<CoverageFinding>();
        if (!_hasProblems)
        {
            return findings;
        }

        // Most were read by a later run: only the best row of each object counts.
        using var result = _session.Query(
            $"""
            WITH bad AS (SELECT DISTINCT uri, etag FROM {_rows} AND {Bad} AND NOT ({LakeViews.IsSuperseded})),
            best AS (
                SELECT * FROM objects_history SEMI JOIN bad USING (uri, etag)
                QUALIFY row_number() OVER (PARTITION BY uri, etag ORDER BY state = 'unreadable', ingestedAt DESC, batch DESC) = 1)
            SELECT account, region, state, count(*)::BIGINT, sum(rejects)::BIGINT, min({Begin}), max({End}), min(uri), any_value(reason),
                kind = 'Unknown' AND events = 0
            FROM best WHERE {Bad} GROUP BY account, region, state, kind = 'Unknown' AND events = 0 ORDER BY 1, 2, 3, 10
            """,
            [],
            _cancellation);
        while (result.Read())
        {
            if ((result.GetText(0) is not { } account || IsWanted(_request.Accounts, account))
                && (result.GetText(1) is not { } region || IsWanted(_request.Regions, region)))
            {
                findings.Add(ToProblem(result, begins, ends));
            }
        }

        return findings;
    }

    static CoverageFinding ToProblem(QueryResult row, DateTime begins, DateTime ends)
    {
        var (kind, what) = row.GetText(2) switch
        {
            "unreadable" => (FindingKind.Unreadable, "could not be read"),
            "damaged" => (FindingKind.Damaged, "damaged, so that records are missing"),
            _ => (FindingKind.Rejected, "with records that could not become events"),
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
            Count = kind == FindingKind.Rejected ? rejects : objects,
            Why = string.Create(CultureInfo.InvariantCulture, $"{objects:N0} {(objects == 1 ? "object" : "objects")} {what}{reason}{(rejects > 0 ? $", {rejects:N0} {(rejects == 1 ? "reject" : "rejects")}" : "")}, such as {row.GetText(7)}{(isForeign ? "; its name does not say that it is a log" : "")}"),
        };
    }

    void AddLoose(Dictionary<(string, string), HourTable> hours)
    {
        using var result = _session.Query(
            $"""
            SELECT account, coalesce(awsRegion, 'unknown'), epoch_us(eventTime) // {MicrosOfHour}, count(DISTINCT sourceObject)::BIGINT, count(*)::BIGINT
            FROM events WHERE sourceObject IN (
                SELECT uri FROM (SELECT uri, account, region, epoch_us({Begin}) // {MicrosOfHour} AS first, epoch_us({End}) // {MicrosOfHour} AS last, {Flags} AS flags FROM {_rows})
                WHERE account IS NULL OR region IS NULL OR last - first > {MostHours} OR flags & {Partial} > 0
                    OR (flags & {Live} = 0 AND ({PurgedHours("first")}) AND NOT ({PurgedHours("last")})))
            GROUP BY ALL
            """,
            [],
            _cancellation);
        while (result.Read())
        {
            Find(hours, result.GetText(0)!, result.GetText(1)!).Add(new CoverageHour(result.GetInt64(2)!.Value, result.GetInt64(3)!.Value, result.GetInt64(4)!.Value));
        }
    }

    string Flags => $"({_isPartial})::BIGINT * {Partial} + ({_isLive})::BIGINT * {Live}";

    bool HasPartial()
    {
        using var result = _session.QueryLedger($"SELECT 1 FROM objects_history WHERE {PartialRow} LIMIT 1", _cancellation);
        return result.Read();
    }

    string PurgedDays() => string.Join(" OR ", _purges.Select(purge => $"(date < {SqlText.Date(purge.Date)}{OfAccount(purge)})"));

    string PurgedHours(string hour) => _purges.Count == 0
        ? "false"
        : string.Join(" OR ", _purges.Select(purge => string.Create(CultureInfo.InvariantCulture, $"({hour} < {FirstKept(purge)}{OfAccount(purge)})")));

    bool IsPurged(string? account, long hour) => _purges.Exists(purge => hour < FirstKept(purge) && (purge.Account is null || purge.Account == account));

    static string OfAccount(LakeDeduction purge) => purge.Account is null ? "" : $" AND account = {SqlText.Literal(purge.Account)}";

    static long FirstKept(LakeDeduction purge) => CoverageHour.NumberOf(purge.Date.ToDateTime(TimeOnly.MinValue));

    /// <summary>Adds an object: its first and last hour, its events and its bits.</summary>
    /// <param name="series">Null when the key does not say which.</param>
    /// <returns>Objects that say too little to be placed.</returns>
    long AddObject(string? account, HourTable? series, (long First, long Last) span, long events, long flags)
    {
        var (first, last) = span;
        _hasProblems |= (flags & HasProblem) > 0;
        if ((flags & Partial) > 0)
        {
            _placesByEvents = true;
            return 0;
        }

        if ((flags & WasRead) == 0 || first == NoHour)
        {
            return 0;
        }

        if (series is null || last - first > MostHours)
        {
            return 1;
        }

        var isGone = (flags & Live) == 0 && IsPurged(account, first);
        if (isGone && !IsPurged(account, last))
        {
            _placesByEvents = true;
            for (var hour = first; IsPurged(account, hour); hour++)
            {
                series.Add(new CoverageHour(hour, 1, 0));
            }

            return 0;
        }

        series.Add(isGone ? new CoverageHour(first, 1, 0, events) : new CoverageHour(first, 1, events));
        for (var hour = first + 1; hour <= last; hour++)
        {
            series.Add(new CoverageHour(hour, 1, 0));
        }

        return 0;
    }

    static HourTable Find(Dictionary<(string, string), HourTable> hours, string account, string region)
    {
        if (!hours.TryGetValue((account, region), out var found))
        {
            hours[(account, region)] = found = new HourTable();
        }

        return found;
    }

    string Span(TimeSpan margin)
    {
        var terms = "";
        if (_request.From is { } from && from - DateTime.UnixEpoch > margin)
        {
            terms += $" AND {Term("lastEventTime", End, ">=", from - margin)}";
        }

        if (_request.To is { } to && DateTime.MaxValue - to > margin)
        {
            terms += $" AND {Term("firstEventTime", Begin, "<", to + margin)}";
        }

        return terms;
    }

    // The bare column beside the expression lets the reader leave out row groups by their bounds.
    static string Term(string column, string expression, string comparison, DateTime time)
    {
        var literal = SqlText.Timestamp(time);
        return $"({column} IS NULL OR {column} {comparison} {literal}) AND {expression} {comparison} {literal}";
    }

    static DateTime? Time(string? text) => text is null
        ? null
        : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    static bool IsWanted(IReadOnlyCollection<string> wanted, string name) => wanted.Count == 0 || wanted.Contains(name);
}
