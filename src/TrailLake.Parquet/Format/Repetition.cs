namespace TrailLake.Parquet.Format;

/// <summary>How often a node of the schema stands in its parent. Numbers as in parquet.thrift.</summary>
enum Repetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}
