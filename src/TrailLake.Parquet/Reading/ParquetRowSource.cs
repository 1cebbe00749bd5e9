using TrailLake.Storage;
using TrailLake.Tables.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>Reads single rows of the data files that TrailLake's own encoder wrote.</summary>
sealed class ParquetRowSource : IRowSource
{
    public IRowFile? TryOpen(StoredFile file) => FooterReader.TryRead(file);

    public IRowReader CreateReader() => new RowReader();
}
