using System.Security.Cryptography;
using TrailLake.Columns;
using TrailLake.Errors;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Writes one data file of events. Row groups are encoded on the callers' threads and appended one after the other.</summary>
sealed class ParquetSegmentWriter : ISegmentWriter
{
    static readonly string s_createdBy = "TrailLake version " + ProductVersion.Text;

    readonly IPendingFile _file;
    readonly EncoderPool _pool;
    readonly string? _hashKey;
    readonly Lock _lock = new();
    readonly Stream _stream;
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly List<RowGroupMetadata> _rowGroups = [];
    readonly SegmentStatistics _statistics = new();
    long _length;
    long _rows;
    bool _failed;
    bool _isComplete;

    internal ParquetSegmentWriter(IPendingFile file, EncoderPool pool, string? hashKey)
    {
        _file = file;
        _pool = pool;
        _hashKey = hashKey;
        _stream = StorageFile.Create(file);
        Append("PAR1"u8);
    }

    public long Length => Interlocked.Read(ref _length);

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
                rowGroup = _rowGroups.Count;
                long offset = _length;
                Append(encoder.Output);
                _rowGroups.Add(new RowGroupMetadata(offset, batch.RowCount, chunks));
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
            var footer = new ByteBuffer(1 << 16);
            FooterSection.Write(footer, _length, _rowGroups, s_createdBy, _hashKey);
            Append(footer.Written);
            StorageFile.Complete(_file);
            _isComplete = true;
            return new SegmentSummary(_rows, _length, Convert.ToHexStringLower(_hash.GetHashAndReset()), _statistics.ToLeaves());
        }
    }

    public void Dispose()
    {
        _hash.Dispose();
        if (!_isComplete)
        {
            _file.Abandon();
        }
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        if (_failed)
        {
            // What an earlier append left behind is not known: nothing may follow it.
            throw new TrailLakeException(
                ErrorKind.Storage, $"Cannot go on writing {_file.Address}: an earlier write to it failed.", _file.Address);
        }

        _failed = true;
        StorageFile.Write(_stream, bytes, _file);
        _hash.AppendData(bytes);
        Interlocked.Add(ref _length, bytes.Length);
        _failed = false;
    }
}
