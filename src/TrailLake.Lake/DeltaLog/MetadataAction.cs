namespace TrailLake.DeltaLog;

/// <summary>The table's identity, schema and partitioning.</summary>
sealed record MetadataAction(
    string Id,
    string Name,
    string SchemaString,
    IReadOnlyList<string> PartitionColumns,
    IReadOnlyDictionary<string, string> Configuration,
    long CreatedTime) : DeltaAction;
