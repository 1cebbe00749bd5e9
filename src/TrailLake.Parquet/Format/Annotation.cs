namespace TrailLake.Parquet.Format;

/// <summary>What a node of the schema means beyond its physical type. Numbers are those of ConvertedType in parquet.thrift.</summary>
enum Annotation
{
    None = -1,
    Utf8 = 0,
    Map = 1,
    List = 3,
    TimestampMicros = 10,
    Int32 = 17,
    Int64 = 18,
}
