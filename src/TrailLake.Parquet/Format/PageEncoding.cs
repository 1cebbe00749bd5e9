namespace TrailLake.Parquet.Format;

/// <summary>Encodings of a page's values. Numbers as in parquet.thrift.</summary>
enum PageEncoding
{
    Plain = 0,
    Rle = 3,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    RleDictionary = 8,
}
