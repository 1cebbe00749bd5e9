namespace TrailLake.Maintenance.Verification;

/// <summary>Findings of comparing a data file's rows with their keyed hashes.</summary>
/// <param name="Rows">Rows that were compared.</param>
/// <param name="Changed">Rows that do not give back the record that their hash was made of, or have no hash.</param>
/// <param name="Unproven">Rows with a hash of the first format, which proves nothing.</param>
/// <param name="Examples">Event ids of the first changed rows.</param>
sealed record RecordFindings(long Rows, long Changed, long Unproven, IReadOnlyList<string> Examples);
