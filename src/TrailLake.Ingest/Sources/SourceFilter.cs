namespace TrailLake.Ingest.Sources;

/// <summary>A filter of a source. An empty one wants everything.</summary>
public sealed record SourceFilter
{
    /// <summary>Wants everything.</summary>
    public static SourceFilter All { get; } = new();

    /// <summary>First instant of eventTime that is wanted, UTC; null for no bound.</summary>
    public DateTime? From { get; init; }

    /// <summary>First instant after the wanted span, UTC; null for no bound.</summary>
    public DateTime? To { get; init; }

    /// <summary>How long after an event its object may be delivered: key days up to <see cref="To"/> plus this are read. Default 30 days,
    /// the time for which CloudTrail retries a delivery.</summary>
    public TimeSpan Slack { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Accounts wanted; empty for all.</summary>
    public IReadOnlyCollection<string> Accounts { get; init; } = [];

    /// <summary>Regions wanted; empty for all.</summary>
    public IReadOnlyCollection<string> Regions { get; init; } = [];
}
