namespace TrailLake.DeltaLog;

/// <summary>A data file that belongs to the table from this version on.</summary>
/// <param name="Path">Relative to the table, URL-encoded as the protocol asks.</param>
/// <param name="PartitionValues">By partition column; an empty map for a table without partitions.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTime">Milliseconds since 1970.</param>
/// <param name="DataChange">False when the commit only rearranges rows.</param>
/// <param name="Stats">Statistics as a JSON text; null when there are none.</param>
/// <param name="Tags">TrailLake's notes on the file: <c>sha256</c>, <c>batch</c>, <c>delivered</c>.</param>
sealed record AddAction(
    string Path,
    IReadOnlyDictionary<string, string?> PartitionValues,
    long Size,
    long ModificationTime,
    bool DataChange,
    string? Stats,
    IReadOnlyDictionary<string, string>? Tags) : DeltaAction;
