namespace TrailLake.Cli.Processes;

/// <summary>
/// Tells a standard stream that the process was started without (<c>&lt;&amp;-</c>): its number is then taken by the next file that is
/// opened, mostly a pipe of the runtime's own, on which a read waits for ever and what is written is lost.
/// </summary>
static class StandardStreams
{
    const string Handles = "/proc/self/fd/";
    const int Write = 1; // O_WRONLY

    /// <summary>Whether a number is one end of a pipe whose other end this process holds too: nothing else was given for it.</summary>
    public static bool IsClosed(int number)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            var own = Handles + number.ToString();
            if (Target(own) is not { } target)
            {
                return true;
            }

            return target.StartsWith("pipe:[", StringComparison.Ordinal)
                && Directory.EnumerateFiles(Handles).Any(other => Target(other) == target && AccessOf(other) != AccessOf(own));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /proc it cannot be told.
            return false;
        }
    }

    static string? Target(string link)
    {
        try
        {
            // A pipe's target is no path, though it is given as one of the folder.
            return new FileInfo(link).LinkTarget is { } target ? Path.GetFileName(target) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static int AccessOf(string link)
    {
        var lines = File.ReadLines("/proc/self/fdinfo/" + Path.GetFileName(link));
        var flags = lines.FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return flags is null ? 0 : (flags[^1] - '0') & Write;
    }
}
