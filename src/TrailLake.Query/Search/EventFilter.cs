namespace TrailLake.Query.Search;

/// <summary>Which events a session shows. An empty filter shows all.</summary>
public sealed record EventFilter
{
    /// <summary>Shows all.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>First instant of eventTime, UTC; null for no bound.</summary>
    public DateTime? From { get; init; }

    /// <summary>First instant after the span, UTC; null for no bound.</summary>
    public DateTime? To { get; init; }

    /// <summary>Accounts; empty for all.</summary>
    public IReadOnlyCollection<string> Accounts { get; init; } = [];
}
