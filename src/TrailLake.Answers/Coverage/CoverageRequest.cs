using TrailLake.Query.Search;

namespace TrailLake.Answers.Coverage;

/// <summary>A request for a lake's coverage.</summary>
public sealed record CoverageRequest
{
    /// <summary>First instant, UTC; null for the archive's beginning.</summary>
    public DateTime? From { get; init; }

    /// <summary>First instant after the span, UTC; null for the archive's end.</summary>
    public DateTime? To { get; init; }

    /// <summary>Accounts; empty for all.</summary>
    public IReadOnlyCollection<string> Accounts { get; init; } = [];

    /// <summary>Regions; empty for all.</summary>
    public IReadOnlyCollection<string> Regions { get; init; } = [];

    /// <summary>The span and accounts that a session shows.</summary>
    public static CoverageRequest Of(EventFilter filter) => new() { From = filter.From, To = filter.To, Accounts = filter.Accounts };
}
