using System.Security.Cryptography;
using TrailLake.Errors;
using TrailLake.Schema;
using TrailLake.Storage;

namespace TrailLake.Parquet.Format;

/// <summary>
/// A Parquet file that is being written: row groups one after the other, then the footer. For one thread at a time, but for
/// <see cref="Length"/>. One that is not completed is abandoned.
/// </summary>
sealed class RowGroupFile : IDisposable
{
    static readonly string s_createdBy = "TrailLake version " + ProductVersion.Text;

    readonly IPendingFile _file;
    readonly FileSchema _schema;
    readonly Stream _stream;
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly List<RowGroupMetadata> _rowGroups = [];
    long _length;
    bool _failed;
    bool _isComplete;

    public RowGroupFile(IPendingFile file, FileSchema schema)
    {
        _file = file;
        _schema = schema;
        try
        {
            _stream = file.Create();
            Append("PAR1"u8);
        }
        catch (Exception e) when (IsOfStorage(e))
        {
            Dispose();
            throw Failed(e);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public long Length => Interlocked.Read(ref _length);

    /// <summary>Appends an encoded row group; returns its number.</summary>
    /// <param name="chunks">Its columns in the order of the schema.</param>
    public int Append(ReadOnlySpan<byte> bytes, int rows, ChunkMetadata[] chunks)
    {
        long offset = _length;
        Append(bytes);
        _rowGroups.Add(new RowGroupMetadata(offset, rows, chunks));
        return _rowGroups.Count - 1;
    }

    /// <summary>Ends the file, whose bytes are safe then; returns their SHA-256 as hex.</summary>
    public string Complete(string? hashKey = null)
    {
        var footer = new ByteBuffer(1 << 16);
        FooterSection.Write(footer, _length, _schema, _rowGroups, s_createdBy, hashKey);
        Append(footer.Written);
        try
        {
            _file.Complete();
        }
        catch (Exception e) when (IsOfStorage(e))
        {
            throw Failed(e);
        }

        _isComplete = true;
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
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
        try
        {
            // The stream is not buffered: what is written here is large.
            _stream.Write(bytes);
        }
        catch (Exception e) when (IsOfStorage(e))
        {
            throw Failed(e);
        }

        _hash.AppendData(bytes);
        Interlocked.Add(ref _length, bytes.Length);
        _failed = false;
    }

    static bool IsOfStorage(Exception e) => e is IOException or UnauthorizedAccessException;

    TrailLakeException Failed(Exception e) =>
        new(ErrorKind.Storage, $"Cannot write {_file.Address}: {e.Message.ReplaceLineEndings(" ")}", _file.Address, e);
}
