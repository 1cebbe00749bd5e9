namespace TrailLake.Parquet.Format;

/// <summary>Type codes of Thrift's compact protocol. A list of booleans has the code of <see cref="True"/>.</summary>
enum ThriftType : byte
{
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Binary = 8,
    List = 9,
    Struct = 12,
}
