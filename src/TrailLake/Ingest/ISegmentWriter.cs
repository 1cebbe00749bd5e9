using System;
using TrailLake.Columns;

namespace TrailLake.Ingest;

/// <summary>
/// Writes one data file (a segment) of several row groups under the path that it was created with. <see cref="WriteRowGroup"/> may be
/// called from several threads at once: encoding runs in parallel, only the append to the file is serial.
/// </summary>
public interface ISegmentWriter : IDisposable
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
