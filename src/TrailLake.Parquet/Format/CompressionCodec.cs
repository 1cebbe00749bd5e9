namespace TrailLake.Parquet.Format;

/// <summary>How the pages of a column chunk are compressed. Numbers as in parquet.thrift.</summary>
enum CompressionCodec
{
    Uncompressed = 0,
    Zstd = 6,
}
