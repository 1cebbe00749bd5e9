using TrailLake.Lake.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>The row groups of a data file, as its footer tells them.</summary>
sealed record RowFile(string Path, RowGroupLocation[] Groups) : IRowFile
{
    public int RowGroups => Groups.Length;

    public int Rows(int rowGroup) => Groups[rowGroup].Rows;
}
