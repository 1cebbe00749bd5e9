namespace TrailLake.Maintenance.Optimization;

/// <summary>The report of an optimization, or its plan.</summary>
/// <param name="Version">Version of the events table afterwards.</param>
/// <param name="Commits">Commits that were made.</param>
/// <param name="Partitions">Days and accounts whose data files were written anew, in order.</param>
/// <param name="Left">Days and accounts that were left as they are, though there was something to do.</param>
/// <param name="Index">What was done about the index.</param>
public sealed record OptimizeReport(
    long Version, int Commits, IReadOnlyList<OptimizedPartition> Partitions, IReadOnlyList<SkippedPartition> Left, IndexReport Index)
{
    /// <summary>Data files that were taken out.</summary>
    public long FilesBefore => Partitions.Sum(partition => (long)partition.FilesBefore);

    /// <summary>Data files in their place.</summary>
    public long FilesAfter => Partitions.Sum(partition => (long)partition.FilesAfter);

    /// <summary>Size of the data files that were taken out.</summary>
    public long BytesBefore => Partitions.Sum(partition => partition.BytesBefore);

    /// <summary>Size of those in their place.</summary>
    public long BytesAfter => Partitions.Sum(partition => partition.BytesAfter);

    /// <summary>Exact copies that were removed.</summary>
    public long Duplicates => Partitions.Sum(partition => partition.Duplicates);

    /// <summary>True when all was in order before.</summary>
    public bool IsNothing => Partitions.Count == 0 && Index.Copied == 0 && Index.Rebuilt == 0 && IsComplete;

    /// <summary>True when nothing was left undone.</summary>
    public bool IsComplete => Left.Count == 0 && Index.Problems.Count == 0;
}
