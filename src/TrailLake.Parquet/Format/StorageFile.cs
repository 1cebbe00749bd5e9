using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.Parquet.Format;

/// <summary>Writes files and says in one line which one could not be written.</summary>
static class StorageFile
{
    /// <summary>Begins to write a file, unbuffered: callers write large pieces.</summary>
    public static Stream Create(IPendingFile file)
    {
        try
        {
            return file.Create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(file, e);
        }
    }

    public static void Write(Stream stream, ReadOnlySpan<byte> bytes, IPendingFile file)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(file, e);
        }
    }

    /// <summary>Returns when the bytes are safe.</summary>
    public static void Complete(IPendingFile file)
    {
        try
        {
            file.Complete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(file, e);
        }
    }

    /// <summary>The error for a file that cannot be written.</summary>
    public static TrailLakeException Failed(IPendingFile file, Exception e) =>
        new(ErrorKind.Storage, $"Cannot write {file.Address}: {e.Message.ReplaceLineEndings(" ")}", file.Address, e);
}
