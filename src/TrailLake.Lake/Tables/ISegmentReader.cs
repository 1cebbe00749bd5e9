using TrailLake.Columns;

namespace TrailLake.Tables;

/// <summary>
/// Reads the rows of one data file back, row group by row group. One row group's largest column is in memory beside the batch.
/// </summary>
interface ISegmentReader : IDisposable
{
    /// <summary>Row groups of the file.</summary>
    int RowGroups { get; }

    /// <summary>Rows of a row group.</summary>
    int Rows(int rowGroup);

    /// <summary>Appends the rows of a row group to a batch, which must not have been sealed.</summary>
    /// <param name="dropped">True for each row that is left out; empty when all are wanted.</param>
    /// <exception cref="Errors.TrailLakeException">The file is damaged. The batch is not fit for use then.</exception>
    void Read(int rowGroup, ColumnBatch batch, ReadOnlySpan<bool> dropped);
}
