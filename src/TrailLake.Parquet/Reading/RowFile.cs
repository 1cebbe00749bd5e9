using TrailLake.Storage;
using TrailLake.Tables.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>The row groups of a data file, as its footer tells them.</summary>
sealed record RowFile(StoredFile File, RowGroupLocation[] Groups) : IRowFile
{
    public string Path { get; } = File.Address;

    public int RowGroups => Groups.Length;

    public int Rows(int rowGroup) => Groups[rowGroup].Rows;
}
