using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>Reads Parquet files with Parquet.Net, whose interface is asynchronous, but completes at once over files.</summary>
static class TableFile
{
    /// <summary>Reads the row groups of a file one by one.</summary>
    public static IEnumerable<TableRowGroup> Read(StoredFile file)
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
}
