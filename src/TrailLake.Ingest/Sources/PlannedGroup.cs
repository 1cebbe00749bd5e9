using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Sources;

/// <summary>Objects of one account, region and kind.</summary>
/// <param name="Account">Account of the keys; null when they do not say.</param>
/// <param name="Region">Region of the keys.</param>
/// <param name="Kind">What they are.</param>
/// <param name="Objects">How many.</param>
/// <param name="Bytes">Their size as stored.</param>
sealed record PlannedGroup(string? Account, string? Region, ArchiveKind Kind, long Objects, long Bytes);
