namespace TrailLake.Parquet.Format;

/// <summary>One data page, as the page index tells it.</summary>
/// <param name="Offset">Where its header begins, from the start of the row group.</param>
/// <param name="FirstRow">First row (0-based in the row group).</param>
/// <param name="Values">Values, missing ones counted.</param>
readonly record struct PageMetadata(int Offset, int Size, int FirstRow, int Values, int NullCount, ValueBounds Bounds);
