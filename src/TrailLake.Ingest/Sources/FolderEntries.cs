using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>The names in one folder, in ordinal order. Those with a dot before them are apart: CloudTrail has none.</summary>
sealed class FolderEntries
{
    public List<string> Files { get; } = [];

    public List<string> Folders { get; } = [];

    /// <summary>One of the names that begin with a dot; null when there is none but those of well-known tools.</summary>
    public string? Hidden { get; private set; }

    /// <summary>How many there are.</summary>
    public int HiddenCount { get; private set; }

    /// <summary>Reads a folder: links that are followed stand among the files and folders, what is passed over is counted.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public static FolderEntries Read(string path, LinkPolicy links, SkippedPaths passed)
    {
        var entries = new FolderEntries();
        var names = FolderNames.Read(path);
        bool isLake = names.Any(entry => LakeFolder.IsOwn(entry.Name)) && LakeFolder.Is(path);
        if (isLake)
        {
            passed.Add(SkippedPathKind.Lake, path);
        }

        // Before anything is counted: of many, the first are named.
        names.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var (name, kind) in names)
        {
            if (!isLake || !LakeFolder.IsOwn(name))
            {
                entries.Add(path, name, kind, links, passed);
            }
        }

        return entries;
    }

    void Add(string folder, string name, PathKind kind, LinkPolicy links, SkippedPaths passed)
    {
        string path = Path.Combine(folder, name);
        if (SystemFileNames.Is(name))
        {
            passed.Add(SkippedPathKind.Litter, path);
            return;
        }

        if (name.StartsWith('.'))
        {
            HiddenCount++;
            Hidden ??= name;
            return;
        }

        if (kind is PathKind.Link or PathKind.LinkLoop)
        {
            (kind, var why) = links.Follow(folder, path);
            if (why is { } reason)
            {
                passed.Add(reason, path);
                return;
            }
        }

        switch (kind)
        {
            case PathKind.Folder:
                Folders.Add(name);
                break;
            case PathKind.Pipe or PathKind.Socket or PathKind.Device:
                passed.Add(SkippedPathKind.Special, path);
                break;
            default:
                Files.Add(name);
                break;
        }
    }
}
