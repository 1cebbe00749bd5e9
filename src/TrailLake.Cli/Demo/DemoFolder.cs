using TrailLake.Errors;
using TrailLake.Generator.Story;

namespace TrailLake.Cli.Demo;

/// <summary>The folder of a demo: a marker, the archive and the lake. Nothing is written into a folder that is somebody else's.</summary>
sealed class DemoFolder
{
    public const string DefaultName = "traillake-demo";

    const string MarkerName = "ABOUT-THIS-DEMO.txt";
    const string Marker = """
        This folder was written by `traillake demo`. Everything in it is invented.

        archive/  a CloudTrail archive in the layout of S3
        lake/     the lake that was made of it

        Delete the folder when you are done with it. As long as this file stands here, `traillake demo` uses the folder again.

        """;

    DemoFolder(string path) => Root = path;

    public string Root { get; }

    /// <summary>Full path of the archive; it stands in the bucket's place.</summary>
    public string Archive => Path.Combine(Root, "archive");

    public string Lake => Path.Combine(Root, "lake");

    /// <summary>A path below the working folder as a person there would write it; any other as it is.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>Makes the folder, or takes that of an earlier demo.</summary>
    /// <exception cref="TrailLakeException">It holds something else, or cannot be written.</exception>
    public static DemoFolder Open(string path)
    {
        var folder = new DemoFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (File.Exists(folder.Root))
        {
            throw new TrailLakeException(ErrorKind.Usage, $"--dir {path} is a file, expected a folder", path);
        }

        var marker = Path.Combine(folder.Root, MarkerName);
        try
        {
            if (Directory.Exists(folder.Root) && !File.Exists(marker) && Directory.EnumerateFileSystemEntries(folder.Root).Any())
            {
                throw new TrailLakeException(
                    ErrorKind.Usage, $"the folder {folder.Root} is not empty and not that of a demo: give another one with --dir", path);
            }

            Directory.CreateDirectory(folder.Root);
            File.WriteAllText(marker, Marker);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrailLakeException(ErrorKind.Storage, $"cannot write {folder.Root}: {e.Message.ReplaceLineEndings(" ")}", path, e);
        }

        return folder;
    }

    /// <summary>Writes the archive where it is missing; false when it was there. It appears whole or not at all.</summary>
    public bool WriteArchive(CancellationToken cancellation)
    {
        if (Directory.Exists(Archive))
        {
            return false;
        }

        var partial = Archive + ".partial";
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        IncidentStory.Write(partial, cancel: cancellation);
        Directory.Move(partial, Archive);
        return true;
    }
}
