namespace TrailLake.Parquet.Format;

/// <summary>One row group in the file.</summary>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Chunks">Its column chunks in schema order.</param>
sealed record RowGroupMetadata(long Offset, int Rows, ChunkMetadata[] Chunks);
