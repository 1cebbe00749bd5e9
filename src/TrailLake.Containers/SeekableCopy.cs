using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>A copy of a stream that can be sought: in memory when it is small, else in a file that goes with the stream.</summary>
static class SeekableCopy
{
    const int MostInMemory = 4 << 20;
    const int FileBuffer = 64 << 10;

    /// <exception cref="TemporaryFileException">The file cannot be written.</exception>
    public static Stream Of(Stream stored)
    {
        var buffer = new byte[FileBuffer];
        Stream copy = new MemoryStream();
        try
        {
            for (int read; (read = stored.Read(buffer)) > 0;)
            {
                if (copy is MemoryStream memory && memory.Length + read > MostInMemory)
                {
                    copy = ToFile(memory);
                }

                Write(copy, buffer.AsSpan(0, read));
            }

            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    static FileStream ToFile(MemoryStream memory)
    {
        FileStream file;
        try
        {
            // Made with a name that nobody can know before, for its owner alone.
            var path = Path.GetTempFileName();
            file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileBuffer, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemporaryFileException($"a temporary file cannot be made: {e.Message}", e);
        }

        Write(file, memory.GetBuffer().AsSpan(0, (int)memory.Length));
        return file;
    }

    static void Write(Stream copy, ReadOnlySpan<byte> bytes)
    {
        try
        {
            copy.Write(bytes);
        }
        catch (IOException e)
        {
            throw new TemporaryFileException($"a temporary file cannot be written: {e.Message}", e);
        }
    }
}
