using System.Collections.Generic;

namespace TrailLake.Comparison.Needles;

/// <summary>A question and what came of it.</summary>
sealed record Outcome(BenchQuestion Question)
{
    public Series Lake { get; } = new();

    public Series Plain { get; } = new();

    /// <summary>Milliseconds of <c>traillake timeline VALUE</c> from start to exit; empty for aggregates, or without the command.</summary>
    public List<double> Command { get; } = [];

    /// <summary>The same with the lake dropped from the page cache.</summary>
    public List<double> ColdCommand { get; } = [];
}
