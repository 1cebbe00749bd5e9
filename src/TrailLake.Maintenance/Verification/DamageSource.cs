namespace TrailLake.Maintenance.Verification;

/// <summary>A source object that brings back rows of a damaged file.</summary>
/// <param name="Uri">The object, as the ledger names it.</param>
/// <param name="Rows">
/// How many of its rows no sound file of the lake has; of a ledger file, its events that the ledger does not count.
/// </param>
/// <param name="Rejects">Of a ledger file, its rejects that the ledger does not count.</param>
public sealed record DamageSource(string Uri, long Rows, int Rejects = 0);
