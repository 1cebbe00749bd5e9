using TrailLake.Lake.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>Reads single rows of the data files that TrailLake's own encoder wrote.</summary>
sealed class ParquetRowSource : IRowSource
{
    public IRowFile? TryOpen(string path) => FooterReader.TryRead(path);

    public IRowReader CreateReader() => new RowReader();
}
