namespace TrailLake.Maintenance;

/// <summary>What <see cref="IndexMaintenance"/> did, or would do.</summary>
/// <param name="IndexFile">Full path of the index file that it wrote; null when it wrote none.</param>
/// <param name="Copied">Data files whose part was taken over from other index files.</param>
/// <param name="Rebuilt">Data files that were read to make their part anew.</param>
/// <param name="Problems">Data files that could not be read to make their part; one line each. Searches open them.</param>
public sealed record IndexReport(string? IndexFile, int Copied, int Rebuilt, IReadOnlyList<string> Problems);
