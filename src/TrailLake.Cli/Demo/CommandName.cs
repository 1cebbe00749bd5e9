namespace TrailLake.Cli.Demo;

/// <summary>How a person can start this very program from the working folder.</summary>
static class CommandName
{
    const string Name = "traillake";

    /// <summary><c>traillake</c> when the shell finds it by that name, else the path of the program.</summary>
    public static string OfProcess() =>
        Of(Environment.ProcessPath, Environment.GetEnvironmentVariable("PATH") ?? "", Directory.GetCurrentDirectory());

    /// <summary>As <see cref="OfProcess"/>, for a given process, search path and working folder.</summary>
    public static string Of(string? process, string searchPath, string workingFolder)
    {
        if (process is null || Path.GetFileNameWithoutExtension(process) != Name
            || searchPath.Split(Path.PathSeparator)
                .Any(folder => folder.Length > 0 && Path.Combine(folder, Path.GetFileName(process)) == process))
        {
            return Name;
        }

        var relative = Path.GetRelativePath(workingFolder, process);
        return Quote(relative.Length >= process.Length ? process
            : relative.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? relative
            : Path.Combine(".", relative));
    }

    /// <summary>A path as one word of a shell's command line.</summary>
    public static string Quote(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || "/\\._-:+,@".Contains(c, StringComparison.Ordinal)) ? path
        : OperatingSystem.IsWindows() ? $"\"{path}\""
        : "'" + path.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
