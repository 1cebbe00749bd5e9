using TrailLake.Ingest.Pipeline;

namespace TrailLake.Ingest.Repair;

/// <summary>How a repair goes about what it cannot bring back.</summary>
sealed record RepairOptions
{
    /// <summary>
    /// True replaces a file that cannot be decoded by what can be brought back, and records the rest as lost. Default false: it is left.
    /// </summary>
    public bool AcceptLoss { get; init; }

    /// <summary>Sizes of row groups and memory.</summary>
    public IngestOptions Ingest { get; init; } = new();
}
