using TrailLake.Maintenance.Verification;

namespace TrailLake.Ingest.Repair;

/// <summary>A damaged file and its outcome.</summary>
/// <param name="Damage">The file.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Message">One line for a person; null when all of it came back.</param>
sealed record RepairedFile(LakeDamage Damage, RepairOutcome Outcome, string? Message);
