using TrailLake.Columns;

namespace TrailLake.Tables;

/// <summary>Writes a data file of row groups. Several threads may write at once: they encode in parallel and append in turn.</summary>
interface ISegmentWriter : IDisposable
{
    /// <summary>Bytes written so far.</summary>
    long Length { get; }

    /// <summary>
    /// Encodes a batch, its rows in an order of the format's own, and appends it. The batch is not kept: the caller may reset it.
    /// </summary>
    /// <returns>Where the rows stand in the file.</returns>
    /// <exception cref="Errors.TrailLakeException">The file cannot be written (disk full).</exception>
    RowPlacement WriteRowGroup(ColumnBatch batch);

    /// <summary>Writes the footer and flushes to the disk. A segment that was not completed is not a file that anyone may read.</summary>
    SegmentSummary Complete();
}
