namespace TrailLake.Parquet.Format;

/// <summary>One row group in the file.</summary>
/// <param name="Chunks">Its column chunks in schema order.</param>
sealed record RowGroupMetadata(long Offset, int Rows, ChunkMetadata[] Chunks);
