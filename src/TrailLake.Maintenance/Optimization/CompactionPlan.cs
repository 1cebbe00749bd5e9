using TrailLake.Tables;

namespace TrailLake.Maintenance.Optimization;

/// <summary>What is to be done with one partition.</summary>
/// <param name="Key">Day and account.</param>
/// <param name="Files">Data files to write anew, in order of time; empty when there is nothing to do.</param>
/// <param name="Required">Data files that stay, and hold what is left out of the others.</param>
/// <param name="Dropped">The rows that are left out.</param>
sealed record CompactionPlan(
    PartitionKey Key, IReadOnlyList<DataFile> Files, IReadOnlyList<DataFile> Required, DuplicateRows Dropped)
{
    public bool IsNothing => Files.Count == 0;

    /// <summary>Rows that are left out.</summary>
    public long Duplicates => Dropped.Rows.Values.Sum(rows => rows.LongCount(isDropped => isDropped));

    public OptimizedPartition Describe(int filesAfter, long bytesAfter) => new(
        Key.Date,
        Key.Account,
        Files.Count,
        filesAfter,
        Files.Sum(file => file.Bytes),
        bytesAfter,
        Files.All(file => file.Rows >= 0) ? Files.Sum(file => file.Rows) : -1,
        Duplicates);
}
