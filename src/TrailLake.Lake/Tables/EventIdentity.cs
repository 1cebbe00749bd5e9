namespace TrailLake.Tables;

/// <summary>An event's identity, for when it comes again.</summary>
/// <param name="EventId">Keyed hash of its eventID; 0 when it has none.</param>
/// <param name="Record">Keyed hash of the record, see <see cref="Hashing.RecordHasher"/>; equal for copies.</param>
readonly record struct EventIdentity(ulong EventId, long Record);
