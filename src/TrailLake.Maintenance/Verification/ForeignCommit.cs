namespace TrailLake.Maintenance.Verification;

/// <summary>A commit by which another program added or removed files of a table.</summary>
/// <param name="Table">Table of the lake.</param>
/// <param name="Version">Version of that table.</param>
/// <param name="Engine">The program, as it names itself; null when it does not.</param>
/// <param name="Operation">What it did, in its words: <c>UPDATE</c>, <c>DELETE</c>, <c>OPTIMIZE</c>; null when it does not say.</param>
/// <param name="Time">When, UTC, by its clock; null when it does not say.</param>
/// <param name="Added">Files that it added.</param>
/// <param name="Removed">Files that it removed.</param>
/// <param name="ChangesRows">False when it says that it only arranged rows anew.</param>
/// <param name="Live">Those of the added files that are still in the table.</param>
public sealed record ForeignCommit(
    string Table, long Version, string? Engine, string? Operation, DateTime? Time, int Added, int Removed, bool ChangesRows, int Live)
{
    /// <summary>Decoded paths of the added files that are still in the table.</summary>
    internal IReadOnlyList<string> LivePaths { get; init; } = [];

    /// <summary>The days and accounts of the files of events that it removed, as far as it tells them.</summary>
    internal IReadOnlySet<(DateOnly Date, string Account)> CutPartitions { get; init; } = new HashSet<(DateOnly, string)>();
}
