using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using TrailLake.Columns;
using TrailLake.Errors;
using TrailLake.Ingest;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;

namespace TrailLake.Parquet;

/// <summary>Writes one data file of events. Row groups are encoded on the callers' threads and appended one after the other.</summary>
public sealed class ParquetSegmentWriter : ISegmentWriter
{
    static readonly string s_createdBy = "TrailLake version " + ProductVersion.Text;

    readonly string _path;
    readonly EncoderPool _pool;
    readonly string? _hashKey;
    readonly Lock _lock = new();
    readonly FileStream _file;
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly List<RowGroupMetadata> _rowGroups = [];
    readonly SegmentStatistics _statistics = new();
    long _length;
    long _rows;
    bool _failed;
    bool _disposed;

    internal ParquetSegmentWriter(string path, EncoderPool pool, string? hashKey)
    {
        _path = path;
        _pool = pool;
        _hashKey = hashKey;
        _file = StorageFile.Create(path);
        Append("PAR1"u8);
    }

    /// <inheritdoc/>
    public long Length => Interlocked.Read(ref _length);

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public SegmentSummary Complete()
    {
        lock (_lock)
        {
            var footer = new ByteBuffer(1 << 16);
            FooterSection.Write(footer, _length, _rowGroups, s_createdBy, _hashKey);
            Append(footer.Written);
            StorageFile.Flush(_file, _path);
            _file.Dispose();
            return new SegmentSummary(_rows, _length, Convert.ToHexStringLower(_hash.GetHashAndReset()), _statistics.ToLeaves());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _hash.Dispose();
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // Nothing is buffered, and a file that was not completed is nobody's: there is nothing to save or to report.
        }
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        if (_failed)
        {
            // What an earlier append left behind is not known: nothing may follow it.
            throw new TrailLakeException(ErrorKind.Storage, $"Cannot go on writing {_path}: an earlier write to it failed.", _path);
        }

        _failed = true;
        StorageFile.Write(_file, bytes, _path);
        _hash.AppendData(bytes);
        Interlocked.Add(ref _length, bytes.Length);
        _failed = false;
    }
}
