using TrailLake.Lake.Rows;
using TrailLake.Lake.Storage;

namespace TrailLake.Parquet.Reading;

/// <summary>Reads single rows of the data files that TrailLake's own encoder wrote.</summary>
sealed class ParquetRowSource : IRowSource
{
    /// <inheritdoc/>
    public IRowFile? TryOpen(StoredFile file) => FooterReader.TryRead(file);

    /// <inheritdoc/>
    public IRowReader CreateReader() => new RowReader();
}
