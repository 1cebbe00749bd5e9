using Parquet;
using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>
/// A file that Parquet.Net reads. Whatever is wrong with its content becomes one error that names it. Parquet.Net's interface is
/// asynchronous, but completes at once over files.
/// </summary>
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
            throw Damaged(_path, e);
        }
    }

    /// <summary>Reads the row groups of a file one by one.</summary>
    public static IEnumerable<TableRowGroup> Groups(StoredFile file)
    {
        using var reader = new TableReader(file);
        for (int i = 0; i < reader.GroupCount; i++)
        {
            yield return reader.Open(i);
        }
    }

    public static TrailLakeException Damaged(string path, Exception e) => e is FileNotFoundException or DirectoryNotFoundException
        ? new TrailLakeException(ErrorKind.Lake, $"{path} is missing, although the lake's log names it.", path, e)
        : new TrailLakeException(
            ErrorKind.Lake, $"{path} cannot be read as a Parquet file of the lake: {e.Message.ReplaceLineEndings(" ")}", path, e);

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
            throw Damaged(_path, e);
        }
    }
}
