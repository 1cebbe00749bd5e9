using System.Globalization;
using TrailLake.Query.Session;
using TrailLake.Store;

namespace TrailLake.Answers.Coverage;

/// <summary>What the ledger alone says about a span: the part of coverage that is cheap enough to stand beside every answer.</summary>
sealed class LedgerCoverage
{
    /// <summary>The rhythm is learned from all that there is.</summary>
    public static readonly TimeSpan WholeArchive = TimeSpan.MaxValue;

    /// <summary>The rhythm is learned from three weeks before and after.</summary>
    public static readonly TimeSpan ThreeWeeks = TimeSpan.FromDays(21);

    readonly CoverageRequest _request;

    LedgerCoverage(CoverageRequest request, IReadOnlyList<CoverageSeries> series, long loose)
    {
        _request = request;
        Series = series;
        Loose = loose;
        ArchiveFrom = series.Count == 0 ? null : CoverageHour.StartOf(series.Min(one => one.First));
        ArchiveTo = series.Count == 0 ? null : CoverageHour.StartOf(series.Max(one => one.Last) + 1);
    }

    public DateTime? ArchiveFrom { get; }

    public DateTime? ArchiveTo { get; }

    /// <summary>Hours with data, of the accounts and regions asked for; also those around the span.</summary>
    public IReadOnlyList<CoverageSeries> Series { get; }

    public long Loose { get; }

    /// <summary>The findings of the span, as far as the ledger says.</summary>
    public IReadOnlyList<CoverageFinding> Findings { get; private set; } = [];

    public static LedgerCoverage Read(SqlSession session, CoverageRequest request, TimeSpan margin, CancellationToken cancellation)
    {
        var ledger = new LedgerHours(session, request, margin, cancellation);
        var (series, loose) = ledger.Read();
        var coverage = new LedgerCoverage(request, series, loose);
        var begins = coverage.ArchiveFrom ?? request.From ?? DateTime.UnixEpoch;
        var ends = coverage.ArchiveTo ?? request.To ?? DateTime.UtcNow;
        var problems = ledger.HasProblems ? new LedgerProblems(session, request, ledger.Rows, cancellation).Read(begins, ends) : [];
        coverage.Findings =
        [
            .. GapFinder.Find(series).Concat(coverage.TakenOut(session.Deductions)).Concat(problems).Where(coverage.IsInSpan),
            .. coverage.Outside(problems),
        ];
        return coverage;
    }

    public bool IsInSpan(CoverageFinding finding) =>
        (_request.From is not { } from || finding.To > from) && (_request.To is not { } to || finding.From < to);

    /// <summary>The hours of the span alone.</summary>
    public IReadOnlyList<CoverageSeries> InSpan()
    {
        if (_request is { From: null, To: null })
        {
            return Series;
        }

        var first = _request.From is { } from ? CoverageHour.NumberOf(from) : long.MinValue;
        var last = _request.To is { } to ? CoverageHour.NumberOf(to.AddTicks(-1)) : long.MaxValue;
        return [.. Series
            .Select(one => (One: one, Hours: one.Hours.Where(hour => hour.Number >= first && hour.Number <= last)))
            .Select(cut => new CoverageSeries(cut.One.Account, cut.One.Region, [.. cut.Hours]))
            .Where(one => one.Hours.Count > 0)];
    }

    /// <summary>Events that the ledger counts and the lake holds no more. Purges of the same accounts are one.</summary>
    IEnumerable<CoverageFinding> TakenOut(IReadOnlyList<LakeDeduction> deductions)
    {
        var wanted = deductions.Where(deduction => deduction.Balance > 0 && deduction.Kind != DeductionKind.Duplicate
            && (deduction.Account is null || _request.Accounts.Count == 0 || _request.Accounts.Contains(deduction.Account)));
        var groups = wanted.GroupBy(
            deduction => (deduction.Kind, deduction.Account, Day: deduction.Kind == DeductionKind.Purge ? default : deduction.Date));
        foreach (var group in groups)
        {
            bool isPurge = group.Key.Kind == DeductionKind.Purge;
            var day = group.Max(deduction => deduction.Date);
            var start = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            var from = isPurge ? ArchiveFrom ?? _request.From ?? DateTime.UnixEpoch : start;
            var to = isPurge ? start : start.AddDays(1);
            if (from < to)
            {
                long count = group.Sum(deduction => deduction.Events);
                var why = Why(isPurge, day, count, group.Max(deduction => deduction.Time));
                var kind = isPurge ? CoverageFindingKind.Purged : CoverageFindingKind.Lost;
                yield return Missing(kind, group.Key.Account, null, from, to, why) with { Count = count };
            }
        }
    }

    static string Why(bool isPurge, DateOnly day, long events, DateTime? time)
    {
        var how = isPurge
            ? string.Create(CultureInfo.InvariantCulture, $"purged, with all from before {day:yyyy-MM-dd}")
            : "lost with a damaged file, unless a later ingest brought them back";
        var last = time is { } when ? string.Create(CultureInfo.InvariantCulture, $"; last on {when:yyyy-MM-dd}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{events:N0} {(events == 1 ? "event was" : "events were")} {how}{last}");
    }

    /// <param name="problems">Objects that were delivered and could not be read.</param>
    IEnumerable<CoverageFinding> Outside(IReadOnlyList<CoverageFinding> problems)
    {
        if (ArchiveFrom is not { } begins || ArchiveTo is not { } ends)
        {
            var span = (From: _request.From ?? DateTime.UnixEpoch, To: _request.To ?? DateTime.UnixEpoch);
            yield return Missing(CoverageFindingKind.NeverSeen, null, null, span.From, span.To, problems.Any(IsInSpan)
                ? "nothing of what was delivered could be read"
                : "nothing was delivered: the lake has no such objects");
            yield break;
        }

        bool WasDelivered(string? account, string? region) =>
            Series.Any(one => one.Account == (account ?? one.Account) && one.Region == (region ?? one.Region))
            || problems.Any(one => one.Account == (account ?? one.Account) && one.Region == (region ?? one.Region));

        foreach (var account in _request.Accounts.Where(account => !WasDelivered(account, null)))
        {
            yield return NeverSeen(account, null, "nothing was ever delivered of this account");
        }

        foreach (var region in _request.Regions.Where(region => !WasDelivered(null, region)))
        {
            yield return NeverSeen(null, region, "nothing was ever delivered of this region");
        }

        // A span without an end, or without a beginning, that begins behind the archive, or ends before it: it has no length to tell.
        if (_request.From >= ends && _request.To is null)
        {
            yield return OutsideArchive(_request.From.Value, _request.From.Value, $"the archive ends at {ends:u}, before what was asked");
        }

        if (_request.To <= begins && _request.From is null)
        {
            yield return OutsideArchive(_request.To.Value, _request.To.Value, $"the archive begins at {begins:u}, after what was asked");
        }

        if (_request.From is { } from && from.AddHours(1) <= begins)
        {
            var to = _request.To < begins ? _request.To.Value : begins;
            yield return OutsideArchive(from, to, $"the archive begins at {begins:u}");
        }

        if (_request.To is { } end && ends.AddHours(1) <= end)
        {
            var start = _request.From > ends ? _request.From.Value : ends;
            yield return OutsideArchive(start, end, $"the archive ends at {ends:u}");
        }

        CoverageFinding NeverSeen(string? account, string? region, string why) =>
            Missing(CoverageFindingKind.NeverSeen, account, region, _request.From ?? begins, _request.To ?? ends, why);
    }

    static CoverageFinding OutsideArchive(DateTime from, DateTime to, FormattableString why) =>
        Missing(CoverageFindingKind.OutsideArchive, null, null, from, to, FormattableString.Invariant(why));

    static CoverageFinding Missing(CoverageFindingKind kind, string? account, string? region, DateTime from, DateTime to, string why) =>
        new() { Kind = kind, Account = account, Region = region, From = from, To = to, Confidence = 1, Why = why };
}
