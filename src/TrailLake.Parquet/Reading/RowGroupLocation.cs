namespace TrailLake.Parquet.Reading;

/// <summary>A row group in a file.</summary>
/// <param name="Chunks">Its column chunks by the index of their leaf; null for a column that the file does not have.</param>
sealed record RowGroupLocation(int Rows, ChunkLocation?[] Chunks);
