using TrailLake.Errors;
using TrailLake.Paths;

namespace TrailLake.Query.Execution;

/// <summary>The Parquet file that an answer is written to: whole or not at all.</summary>
static class ParquetOutput
{
    /// <summary>Where it is written until it is whole.</summary>
    public static string PartialPath(string path) => path + ".partial";

    /// <summary>Writes the file; returns the number of rows.</summary>
    /// <param name="mode">Mode of the file; null for that of one which is replaced, else for its owner alone.</param>
    /// <param name="write">Writes <see cref="PartialPath"/>.</param>
    public static long Write(string path, UnixFileMode? mode, Func<string, long> write)
    {
        var partial = PartialPath(path);
        try
        {
            // There before DuckDB opens it: it keeps the mode of what it overwrites.
            PrivateFile.Create(partial, PrivateFile.ModeOf(path, mode)).Dispose();
            var rows = write(partial);
            File.Move(partial, path, overwrite: true);
            return rows;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || e.Message.Contains(partial, StringComparison.Ordinal))
        {
            throw new TrailLakeException(ErrorKind.Storage, $"{path} cannot be written: {CauseOf(e.Message, partial)}", path, e);
        }
        finally
        {
            PrivateFile.Delete(partial);
        }
    }

    // DuckDB names the file, and behind it the system's reason.
    static string CauseOf(string message, string path)
    {
        int at = message.IndexOf(path, StringComparison.Ordinal);
        var cause = at < 0 ? message : message[(at + path.Length)..].TrimStart('"', '\'', ':', ' ');
        return cause.Split(['\n', ';'], 2)[0];
    }
}
