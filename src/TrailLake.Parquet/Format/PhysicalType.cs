namespace TrailLake.Parquet.Format;

/// <summary>Parquet's physical types that TrailLake writes. Numbers as in parquet.thrift.</summary>
enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    ByteArray = 6,
}
