using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;

namespace TrailLake.Ingest;

/// <summary>
/// The names in one folder, in ordinal order. Names that begin with a dot are kept apart: systems and tools put them there, CloudTrail never.
/// </summary>
sealed class FolderEntries
{
    static readonly EnumerationOptions s_all = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
    };

    // Found in many copies of folders, and never an archive's.
    static readonly FrozenSet<string> s_litter = FrozenSet.ToFrozenSet([".DS_Store", ".localized", ".git", ".gitignore", ".gitkeep", ".directory"]);

    FolderEntries()
    {
    }

    public List<string> Files { get; } = [];

    public List<string> Folders { get; } = [];

    /// <summary>Links to folders. They are not followed: they may lead in a circle, or out of what the user named.</summary>
    public List<string> FolderLinks { get; } = [];

    /// <summary>One of the names that begin with a dot; null when there is none but those of well-known tools.</summary>
    public string? Hidden { get; private set; }

    /// <summary>How many there are.</summary>
    public int HiddenCount { get; private set; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public static FolderEntries Read(string path)
    {
        var entries = new FolderEntries();
        foreach (var (name, isFolder, isLink) in new FileSystemEnumerable<(string Name, bool IsFolder, bool IsLink)>(path, Describe, s_all))
        {
            if (name.StartsWith('.'))
            {
                entries.AddHidden(name);
                continue;
            }

            (isLink ? entries.FolderLinks : isFolder ? entries.Folders : entries.Files).Add(name);
        }

        entries.Files.Sort(StringComparer.Ordinal);
        entries.Folders.Sort(StringComparer.Ordinal);
        entries.FolderLinks.Sort(StringComparer.Ordinal);
        return entries;
    }

    void AddHidden(string name)
    {
        if (!s_litter.Contains(name))
        {
            HiddenCount++;
            Hidden = Hidden is null || string.CompareOrdinal(name, Hidden) < 0 ? name : Hidden;
        }
    }

    // Attributes cost a system call for each entry: asked for folders only.
    static (string Name, bool IsFolder, bool IsLink) Describe(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        return (entry.FileName.ToString(), isFolder, isFolder && (entry.Attributes & FileAttributes.ReparsePoint) != 0);
    }
}
