namespace TrailLake.Maintenance.Optimization;

/// <summary>The progress of an optimization.</summary>
/// <param name="Partitions">Days and accounts that are done.</param>
/// <param name="AllPartitions">Days and accounts to look at.</param>
/// <param name="Files">Data files that were read to be written anew.</param>
/// <param name="Bytes">Their size.</param>
readonly record struct OptimizeProgress(long Partitions, long AllPartitions, long Files, long Bytes);
