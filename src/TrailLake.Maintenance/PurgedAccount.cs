namespace TrailLake.Maintenance;

/// <summary>An account's part of a purge.</summary>
/// <param name="Account">The account.</param>
/// <param name="Days">UTC days with events.</param>
/// <param name="First">First of them.</param>
/// <param name="Last">Last of them.</param>
/// <param name="Files">Data files.</param>
/// <param name="Events">Events.</param>
/// <param name="Bytes">Size of the files.</param>
sealed record PurgedAccount(string Account, int Days, DateOnly First, DateOnly Last, int Files, long Events, long Bytes);
