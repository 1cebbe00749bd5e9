namespace TrailLake.Parquet.Format;

/// <summary>Compressions of a column chunk's pages. Numbers as in parquet.thrift.</summary>
enum CompressionCodec
{
    Uncompressed = 0,
    Zstd = 6,
}
