using TrailLake.Lake.Rows;
using TrailLake.Lake.Storage;

namespace TrailLake.Parquet.Reading;

/// <summary>The row groups of a data file, as its footer tells them.</summary>
sealed record RowFile(StoredFile File, RowGroupLocation[] Groups) : IRowFile
{
    public string Path { get; } = File.Address;

    /// <inheritdoc/>
    public int RowGroups => Groups.Length;

    /// <inheritdoc/>
    public int Rows(int rowGroup) => Groups[rowGroup].Rows;
}
