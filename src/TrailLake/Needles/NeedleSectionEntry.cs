namespace TrailLake.Needles;

/// <summary>Where a section stands in an index file.</summary>
/// <param name="Offset">Position of its first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Shape">How many terms it has; see <see cref="NeedleSectionEncoder"/>.</param>
readonly record struct NeedleSectionEntry(long Offset, int Length, NeedleShape Shape);
