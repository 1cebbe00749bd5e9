using TrailLake.Lake.Rows;
using TrailLake.Lake.Storage;

namespace TrailLake.Parquet.Reading;

/// <summary>Reads single rows of the data files that TrailLake's own encoder wrote.</summary>
sealed class ParquetRowSource : IRowSource
{
    public IRowFile? TryOpen(StoredFile file) => FooterReader.TryRead(file);

    public IRowReader CreateReader() => new RowReader();
}
