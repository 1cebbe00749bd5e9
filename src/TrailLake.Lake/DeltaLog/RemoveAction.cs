namespace TrailLake.DeltaLog;

/// <summary>A data file that no longer belongs to the table; readers of older snapshots may still need it until it is swept.</summary>
sealed record RemoveAction(
    string Path,
    long DeletionTimestamp,
    bool DataChange,
    IReadOnlyDictionary<string, string?> PartitionValues,
    long Size) : DeltaAction;
