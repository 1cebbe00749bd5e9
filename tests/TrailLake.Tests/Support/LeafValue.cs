namespace TrailLake.Tests.Support;

/// <summary>One value of a leaf column with its levels, as Parquet sees it; <see cref="Value"/> is null where it is missing.</summary>
readonly record struct LeafValue(object? Value, int Definition, int Repetition);
