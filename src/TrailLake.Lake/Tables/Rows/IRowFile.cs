using TrailLake.Storage;

namespace TrailLake.Tables.Rows;

/// <summary>Where everything stands in a data file. Holds nothing open.</summary>
interface IRowFile
{
    /// <summary>The file.</summary>
    StoredFile File { get; }

    /// <summary>Row groups of the file.</summary>
    int RowGroups { get; }

    /// <summary>Rows of a row group.</summary>
    int Rows(int rowGroup);
}
