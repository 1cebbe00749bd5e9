using System.Linq;
using Parquet;
using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>An open Parquet file. Whatever is wrong with its content becomes one error that names it.</summary>
sealed class TableReader : IDisposable
{
    readonly string _path;
    readonly Stream _stream;
    readonly ParquetReader _reader;

    public TableReader(StoredFile file)
    {
        _path = file.Address;
        Stream? stream = null;
        try
        {
            stream = file.OpenStream();
            _reader = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
            _stream = stream;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            stream?.Dispose();
            throw TableFile.Damaged(_path, e);
        }
    }

    public int GroupCount => _reader.RowGroupCount;

    /// <summary>Paths of the file's leaf columns.</summary>
    public IEnumerable<string> Columns =>
        Guarded(() => _reader.Schema.GetDataFields().Select(leaf => string.Join('.', leaf.Path.ToList())).ToList());

    /// <summary>A value of the file's own metadata; null when it has none under this key.</summary>
    public string? Metadata(string key) => _reader.CustomMetadata?.GetValueOrDefault(key);

    public TableRowGroup Open(int index) => Guarded(() => new TableRowGroup(_path, _reader, index));

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
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
