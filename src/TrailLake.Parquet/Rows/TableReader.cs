using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Parquet;

namespace TrailLake.Parquet.Rows;

/// <summary>An open Parquet file. Whatever is wrong with its content becomes one error that names it.</summary>
sealed class TableReader : IDisposable
{
    readonly string _path;
    readonly FileStream _file;
    readonly ParquetReader _reader;

    public TableReader(string path)
    {
        _path = path;
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            _reader = ParquetReader.CreateAsync(file).GetAwaiter().GetResult();
            _file = file;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            file?.Dispose();
            throw TableFile.Damaged(path, e);
        }
    }

    public int GroupCount => _reader.RowGroupCount;

    /// <summary>Paths of the file's leaf columns.</summary>
    public IEnumerable<string> Columns =>
        Guarded(() => _reader.Schema.GetDataFields().Select(leaf => string.Join('.', leaf.Path.ToList())).ToList());

    /// <summary>A value of the file's own metadata; null when it has none under this key.</summary>
    public string? Metadata(string key) => _reader.CustomMetadata?.GetValueOrDefault(key);

    public TableGroup Open(int index) => Guarded(() => new TableGroup(_path, _reader, index));

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    // The footer's bytes were read, but its schema is decoded when it is asked for.
    T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw TableFile.Damaged(_path, e);
        }
    }
}
