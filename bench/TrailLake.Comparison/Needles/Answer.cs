using System;
using TrailLake.Query.Search;

namespace TrailLake.Comparison.Needles;

/// <summary>One answer of one side.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Hash">Of the rows' texts, whatever their order: equal for equal answers.</param>
/// <param name="Milliseconds">From the question to its last row.</param>
/// <param name="OpenMilliseconds">What opening took before.</param>
/// <param name="BytesRead">Bytes that the process read meanwhile, opening included, from the page cache or the disk.</param>
/// <param name="Counts">Files that were considered and opened; null for the plain table.</param>
sealed record Answer(long Rows, ulong Hash, double Milliseconds, double OpenMilliseconds, long BytesRead, SearchCounts? Counts)
{
    /// <summary>True when the rows are the same.</summary>
    public bool Equals(Answer? other) => other is not null && Rows == other.Rows && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rows, Hash);
}
