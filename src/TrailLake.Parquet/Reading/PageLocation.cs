namespace TrailLake.Parquet.Reading;

/// <param name="Length">Bytes with the header.</param>
/// <param name="FirstRow">First row (0-based in the row group).</param>
readonly record struct PageLocation(long Offset, int Length, int FirstRow);
