using TrailLake.Columns;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Writes one data file of events. Row groups are encoded on the callers' threads and appended one after the other.</summary>
sealed class ParquetSegmentWriter : ISegmentWriter
{
    readonly EncoderPool _pool;
    readonly string? _hashKey;
    readonly Lock _lock = new();
    readonly RowGroupFile _file;
    readonly SegmentStatistics _statistics = new();
    long _rows;

    internal ParquetSegmentWriter(IPendingFile file, EncoderPool pool, string? hashKey)
    {
        _pool = pool;
        _hashKey = hashKey;
        _file = new RowGroupFile(file, EventSchema.File);
    }

    public long Length => _file.Length;

    public RowPlacement WriteRowGroup(ColumnBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.RowCount == 0)
        {
            return RowPlacement.Unknown;
        }

        var encoder = _pool.Rent();
        try
        {
            var chunks = encoder.Encode(batch);
            int rowGroup;
            lock (_lock)
            {
                rowGroup = _file.Append(encoder.Output, batch.RowCount, chunks);
                _rows += batch.RowCount;
                _statistics.Add(chunks);
            }

            return new RowPlacement(rowGroup, encoder.Rows);
        }
        finally
        {
            _pool.Return(encoder);
        }
    }

    public SegmentSummary Complete()
    {
        lock (_lock)
        {
            var sha256 = _file.Complete(_hashKey);
            return new SegmentSummary(_rows, _file.Length, sha256, _statistics.ToLeaves());
        }
    }

    public void Dispose() => _file.Dispose();
}
