using TrailLake.Errors;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>Words for what a file system answers.</summary>
static class FileError
{
    /// <summary>The error as one line that names the path.</summary>
    public static IOException Of(Exception error, string path) => new(Describe(error, path), error);

    /// <summary>What happened and what to do.</summary>
    public static string Describe(Exception error, string path)
    {
        string name = TerminalText.Escape(path);
        return error switch
        {
            FileNotFoundException or DirectoryNotFoundException =>
                $"'{name}' is gone: it was deleted or moved since it was listed, or is a link to nothing; "
                    + "run again to see what is there now",
            UnauthorizedAccessException when KindOf(path) == PathKind.Folder =>
                $"'{name}' was a file when it was listed and is a folder now; run again",
            UnauthorizedAccessException => $"no permission to read '{name}'; allow it, or run as a user who may read it",
            _ => $"'{name}' cannot be read: {TerminalText.Escape(error.Message)}",
        };
    }

    /// <summary>What stands at a path; what cannot be looked at counts as missing.</summary>
    public static PathKind KindOf(string path)
    {
        try
        {
            return PathStatus.Of(path).Kind;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return PathKind.Missing;
        }
    }
}
