using System;
using System.IO;
using TrailLake.Errors;

namespace TrailLake.Parquet;

/// <summary>Writes files and says in one line which one could not be written.</summary>
static class StorageFile
{
    /// <summary>Creates a file, unbuffered: callers write large pieces. An existing file is replaced.</summary>
    public static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, e);
        }
    }

    public static void Write(FileStream file, ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            file.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, e);
        }
    }

    /// <summary>Returns when the file is on the disk.</summary>
    public static void Flush(FileStream file, string path)
    {
        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, e);
        }
    }

    /// <summary>The error for a file that cannot be written.</summary>
    public static TrailLakeException Failed(string path, Exception e) =>
        new(ErrorKind.Storage, $"Cannot write {path}: {e.Message.ReplaceLineEndings(" ")}", path, e);
}
