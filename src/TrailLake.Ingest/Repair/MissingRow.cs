using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>A record of a source object that belongs into a damaged file's partition and is in no sound file.</summary>
/// <param name="Source">The object.</param>
/// <param name="Index">Which record of it.</param>
/// <param name="Partition">Day and account that it belongs to.</param>
readonly record struct MissingRow(RepairSource Source, long Index, PartitionKey Partition);
