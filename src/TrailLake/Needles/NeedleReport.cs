namespace TrailLake.Needles;

/// <summary>What <see cref="NeedleMaintenance"/> did.</summary>
/// <param name="IndexFile">Full path of the index file that it wrote; null when there was nothing to do.</param>
/// <param name="Copied">Data files whose part was taken over from other index files.</param>
/// <param name="Rebuilt">Data files that were read to make their part anew.</param>
public sealed record NeedleReport(string? IndexFile, int Copied, int Rebuilt);
