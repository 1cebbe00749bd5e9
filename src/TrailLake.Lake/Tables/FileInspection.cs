using System.Collections.Immutable;

namespace TrailLake.Tables;

/// <summary>The result of reading every value of a data file. A file that cannot be decoded has none: reading it throws.</summary>
/// <param name="Rows">Rows that were decoded.</param>
/// <param name="Leaves">
/// Exact statistics of the values, by leaf in the order of <see cref="Schema.CloudTrailSchema.Leaves"/>: texts are whole, not cut to
/// bounds.
/// </param>
/// <param name="Sources">Rows by source object.</param>
/// <param name="Problems">Where the file's own statistics do not hold for its values; one line each.</param>
/// <param name="HashKey">Id of the key that its record hashes were made with; null when the file does not say.</param>
sealed record FileInspection(
    long Rows,
    ImmutableArray<LeafStatistics> Leaves,
    IReadOnlyDictionary<string, long> Sources,
    IReadOnlyList<string> Problems,
    string? HashKey = null);
