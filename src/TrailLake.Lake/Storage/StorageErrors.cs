using TrailLake.Errors;

namespace TrailLake.Storage;

/// <summary>The wording of what fails on a disk. Each is one line: found, where, expected, what to do.</summary>
static class StorageErrors
{
    public static TrailLakeException CannotPublish(string path, string reason) =>
        new(
            ErrorKind.Storage,
            $"{path} cannot be created without the risk of overwriting another writer's commit: {reason}. Expected a file "
            + "system with hard links or an exclusive rename; put the lake on a local disk.",
            path);

    public static TrailLakeException CannotRead(string path, Exception inner) =>
        new(ErrorKind.Lake, $"{path} cannot be read: {OneLine(inner.Message)}", path, inner);

    public static TrailLakeException CannotWrite(string path, Exception inner) =>
        new(
            ErrorKind.Storage,
            $"{path} cannot be written: {OneLine(inner.Message)} Nothing of this batch is in the lake; free some space or fix "
            + "the permissions and run again.",
            path, inner);

    /// <summary>Does a step that writes.</summary>
    /// <param name="path">What the error names when it fails.</param>
    public static void Guard(string path, Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e);
        }
    }

    /// <summary>Log content and system messages are foreign text: no line break and no control character may reach the one line.</summary>
    public static string OneLine(string text)
    {
        var cut = text.Length <= 300 ? text : text[..300] + "…";
        return TerminalText.Escape(cut);
    }
}
