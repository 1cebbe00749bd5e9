using System.Globalization;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;
using TrailLake.Store;

namespace TrailLake.Answers.Coverage;

/// <summary>
/// Reads from the ledger which hours of which account and region have data. Its rows stream by and are added up; a million of them
/// never become objects here.
/// <para>
/// An object stands in the hours from its first to its last event; one that gave neither events nor copies stands in none: nothing of those
/// hours is there. One whose key does not say account or region, or that spans more than <see cref="MostHours"/>, says too little: it
/// stands where its events do. Several rows of one object count as one.
/// </para>
/// <para>
/// The ledger goes on counting what was purged. An object of purged days of which nothing is in the lake has no events but purged ones; one
/// that reaches from a purged day into a kept one, or of which a row that could not be read to its end counts events, stands where its
/// events do.
/// </para>
/// </summary>
sealed class LedgerHours
{
    /// <summary>Hours that an object may span without its events being looked at. CloudTrail delivers every five minutes or so.</summary>
    const int MostHours = 6;

    const string MicrosOfHour = "3600000000";

    // In the place of an hour that nothing tells.
    const long NoHour = -1_000_000_000;

    /// <summary>When an object's first event was, or would have been: it is delivered some five minutes after it.</summary>
    public const string Begin = "coalesce(firstEventTime, deliveryTime - INTERVAL 5 MINUTE)";
    /// <summary>When its last event was.</summary>
    public const string End = "coalesce(lastEventTime, deliveryTime - INTERVAL 5 MINUTE)";

    // Of an object, by the bits of a number: a row that was not read to its end counts events; events of purged days are in the lake.
    const long Partial = 1;
    const long Live = 2;

    // Of a row: its object was read; it tells of a problem.
    const long WasRead = 4;
    const long HasProblem = 8;

    // Of a row: it gave events or copies; it says whether management and data events were delivered.
    const long HasRecords = 16;
    const long IsPlaced = 32;

    // Only these say whether management and data events were delivered.
    const string Kinds = "kind IN ('CloudTrail', 'Unknown')";

    const string PartialRow = "state = 'unreadable' AND events > 0";

    const string Never = "false";

    readonly SqlSession _session;
    readonly CoverageRequest _request;
    readonly CancellationToken _cancellation;
    readonly List<LakeDeduction> _purges;
    readonly string _isPartial;
    readonly string _isLive;
    bool _placesByEvents;

    /// <param name="session">A session that shows all events of the span, or more.</param>
    /// <param name="margin">Time before and after the asked span that is read too, to learn the rhythm from.</param>
    public LedgerHours(SqlSession session, CoverageRequest request, TimeSpan margin, CancellationToken cancellation)
    {
        _session = session;
        _request = request;
        _cancellation = cancellation;
        Rows = $"objects_history WHERE true{Span(margin)}";
        _purges = [.. session.Deductions.Where(deduction => deduction.Kind == DeductionKind.Purge)];
        _isPartial = HasPartial() ? $"uri IN (SELECT uri FROM objects_history WHERE {PartialRow})" : Never;

        // Events that came after a purge, of the days before it.
        var isLate = session.Events.Any(file => _purges.Exists(purge => purge.Covers(file.Date, file.Account)));
        _isLive = isLate ? $"uri IN (SELECT sourceObject FROM events WHERE {PurgedDays()})" : Never;
    }

    /// <summary>The rows of the ledger that were looked at, as text behind FROM that ends in a condition.</summary>
    public string Rows { get; }

    /// <summary>True when some of them tell of a problem; after <see cref="Read"/>.</summary>
    public bool HasProblems { get; private set; }

    /// <summary>The series, by account and region; and how many objects were placed by their events.</summary>
    public (IReadOnlyList<CoverageSeries> Series, long Loose) Read()
    {
        // Of the rows of one object, at most one was read: a batch with an object that is done is refused. The rows come as they are:
        // nearly each has an hour of its own, so that DuckDB takes longer to group them than they take to add up here.
        var hours = new Dictionary<(string Account, string Region), CoverageHourTable>();
        long loose = 0;
        var sql = $"""
            SELECT account, region, coalesce(epoch_us({Begin}) // {MicrosOfHour}, {NoHour}),
                coalesce(epoch_us({End}) // {MicrosOfHour}, {NoHour}), coalesce(events, 0),
                {Flags} + coalesce(state <> 'unreadable', false)::BIGINT * {WasRead}
                    + coalesce({LedgerProblems.IsBad}, false)::BIGINT * {HasProblem}
                    + coalesce(events > 0 OR duplicates > 0, false)::BIGINT * {HasRecords} + coalesce({Kinds}, false)::BIGINT * {IsPlaced}
            FROM {Rows}
            """;
        using (var result = _session.Ask(_isLive == Never ? LakeQuery.Over("objects_history", sql) : new LakeQuery(sql), _cancellation))
        {
            (string? Account, string? Region, CoverageHourTable? Hours) scope = default;
            while (result.Read())
            {
                if (!result.IsText(0, scope.Account) || !result.IsText(1, scope.Region))
                {
                    var (account, region) = (result.GetText(0), result.GetText(1));
                    scope = (account, region, account is null || region is null ? null : Find(hours, account, region));
                }

                var span = (result.GetInt64(2)!.Value, result.GetInt64(3)!.Value);
                loose += AddObject(scope.Account, scope.Hours, span, result.GetInt64(4)!.Value, result.GetInt64(5)!.Value);
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

    void AddLoose(Dictionary<(string, string), CoverageHourTable> hours)
    {
        var query = new LakeQuery(
            $"""
            SELECT coalesce(account, 'unknown'), coalesce(awsRegion, 'unknown'), epoch_us(eventTime) // {MicrosOfHour},
                count(DISTINCT sourceObject)::BIGINT, count(*)::BIGINT
            FROM events WHERE sourceObject IN (
                SELECT uri FROM (
                    SELECT uri, account, region, epoch_us({Begin}) // {MicrosOfHour} AS first, epoch_us({End}) // {MicrosOfHour} AS last,
                        {Flags} AS flags
                    FROM {Rows} AND {Kinds})
                WHERE account IS NULL OR region IS NULL OR last - first > {MostHours} OR flags & {Partial} > 0
                    OR (flags & {Live} = 0 AND ({PurgedHours("first")}) AND NOT ({PurgedHours("last")})))
            GROUP BY ALL
            """);
        using var result = _session.Ask(query, _cancellation);
        while (result.Read())
        {
            Find(hours, result.GetText(0)!, result.GetText(1)!).Add(
                new CoverageHour(result.GetInt64(2)!.Value, result.GetInt64(3)!.Value, result.GetInt64(4)!.Value));
        }
    }

    string Flags => $"({_isPartial})::BIGINT * {Partial} + ({_isLive})::BIGINT * {Live}";

    bool HasPartial()
    {
        var partial = LakeQuery.Over("objects_history", $"SELECT 1 FROM objects_history WHERE {PartialRow} LIMIT 1");
        return _session.Any(partial, _cancellation);
    }

    string PurgedDays() => string.Join(" OR ", _purges.Select(purge => $"(date < {SqlText.Date(purge.Date)}{OfAccount(purge)})"));

    string PurgedHours(string hour) => _purges.Count == 0
        ? "false"
        : string.Join(
            " OR ",
            _purges.Select(purge => string.Create(CultureInfo.InvariantCulture, $"({hour} < {FirstKept(purge)}{OfAccount(purge)})")));

    bool IsPurged(string? account, long hour) =>
        _purges.Exists(purge => hour < FirstKept(purge) && (purge.Account is null || purge.Account == account));

    static string OfAccount(LakeDeduction purge) => purge.Account is null ? "" : $" AND account = {SqlText.Literal(purge.Account)}";

    static long FirstKept(LakeDeduction purge) => CoverageHour.NumberOf(purge.Date.ToDateTime(TimeOnly.MinValue));

    /// <summary>Adds an object: its first and last hour, its events and its bits.</summary>
    /// <param name="series">Null when the key does not say which.</param>
    /// <returns>Objects that say too little to be placed.</returns>
    long AddObject(string? account, CoverageHourTable? series, (long First, long Last) span, long events, long flags)
    {
        var (first, last) = span;
        HasProblems |= (flags & HasProblem) > 0;
        if ((flags & IsPlaced) == 0)
        {
            return 0;
        }

        if ((flags & Partial) > 0)
        {
            _placesByEvents = true;
            return 0;
        }

        if ((flags & WasRead) == 0 || (flags & HasRecords) == 0 || first == NoHour)
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

    static CoverageHourTable Find(Dictionary<(string, string), CoverageHourTable> hours, string account, string region)
    {
        if (!hours.TryGetValue((account, region), out var found))
        {
            hours[(account, region)] = found = new CoverageHourTable();
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

    static bool IsWanted(IReadOnlyCollection<string> wanted, string name) => wanted.Count == 0 || wanted.Contains(name);
}
