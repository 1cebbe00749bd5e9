using TrailLake.Ingest.Sources;

namespace TrailLake.Ingest.Repair;

/// <summary>The report of a repair.</summary>
/// <param name="Files">Each damaged file.</param>
/// <param name="Rows">Events that came back.</param>
/// <param name="LedgerRows">Ledger rows and rejects that came back.</param>
/// <param name="Lost">Events that were given up.</param>
/// <param name="ObjectsRead">Source objects that were read again.</param>
/// <param name="Problems">Source objects that brought nothing back, and why.</param>
sealed record RepairReport(
    IReadOnlyList<RepairedFile> Files, long Rows, long LedgerRows, long Lost, long ObjectsRead, IReadOnlyList<SourceProblem> Problems)
{
    /// <summary>True when every damaged file was restored.</summary>
    public bool IsComplete => Files.All(file => file.Outcome == RepairOutcome.Restored);
}
