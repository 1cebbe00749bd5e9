using TrailLake.Query.Session;

namespace TrailLake.Answers.Coverage;

/// <summary>What a lake holds of a span, account by account, region by region and hour by hour, and what it lacks.</summary>
public sealed record CoverageReport
{
    // Enabled in every account; a trail of all regions delivers from those in which something happens.
    static readonly string[] s_regions =
    [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
        "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1",
        "sa-east-1",
    ];

    /// <summary>What was asked.</summary>
    public required CoverageRequest Request { get; init; }

    /// <summary>First hour of the lake with data, UTC; null in an empty lake.</summary>
    public required DateTime? ArchiveFrom { get; init; }

    /// <summary>First instant after the last hour with data, UTC.</summary>
    public required DateTime? ArchiveTo { get; init; }

    /// <summary>The hours with data, by account and region; only those of the asked span.</summary>
    public required IReadOnlyList<CoverageSeries> Series { get; init; }

    /// <summary>What is missing, or may be, the surest first.</summary>
    public required IReadOnlyList<CoverageFinding> Findings { get; init; }

    /// <summary>Calls that changed what trails record, from before the span too.</summary>
    public required IReadOnlyList<TrailChange> TrailChanges { get; init; }

    /// <summary>Categories of events with their number in the span; those with 0 were never logged.</summary>
    public required IReadOnlyDictionary<string, long> Categories { get; init; }

    /// <summary>Regions that are enabled in every account and from which nothing was delivered to the lake in the span.</summary>
    public required IReadOnlyList<string> RegionsNeverSeen { get; init; }

    /// <summary>Objects whose key says too little, or that span many hours: they stand where their events do.</summary>
    public required long LooseObjects { get; init; }

    /// <summary>True when the span is not complete.</summary>
    public bool IsMissing => Findings.Any(finding => finding.IsMissing);

    /// <summary>Reads the coverage of a span.</summary>
    /// <param name="session">A session whose filter has no first time and no accounts, and no end before the request's.</param>
    internal static CoverageReport Read(SqlSession session, CoverageRequest request, CancellationToken cancellation = default)
    {
        var coverage = LedgerCoverage.Read(session, request, LedgerCoverage.WholeArchive, cancellation);
        var history = TrailHistory.Read(session, cancellation);
        var stops = coverage.ArchiveTo is { } end
            ? history.Stops(session, request.To is { } to && to < end ? to : end, cancellation)
                .Where(stop => request.Accounts.Count == 0 || request.Accounts.Contains(stop.Account!))
                .Where(coverage.IsInSpan)
            : [];
        var shown = coverage.InSpan();
        var seen = shown.Select(one => one.Region).ToHashSet();
        return new CoverageReport
        {
            Request = request,
            ArchiveFrom = coverage.ArchiveFrom,
            ArchiveTo = coverage.ArchiveTo,
            Series = shown,
            Findings =
            [
                .. coverage.Findings.Concat(stops).OrderByDescending(finding => finding.IsMissing)
                    .ThenBy(finding => finding.From).ThenBy(finding => finding.Kind),
            ],
            TrailChanges = [.. history.Changes.Where(change => request.To is not { } last || change.Time < last)],
            Categories = LoggedEventCategories.Read(session, request, cancellation),
            RegionsNeverSeen = [.. s_regions.Where(
                region => !seen.Contains(region) && (request.Regions.Count == 0 || request.Regions.Contains(region)))],
            LooseObjects = coverage.Loose,
        };
    }
}
