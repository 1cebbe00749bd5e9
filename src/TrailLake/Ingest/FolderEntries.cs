using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;

namespace TrailLake.Ingest;

/// <summary>The names in one folder, in ordinal order. Names that begin with a dot are left out: systems and tools put them there, CloudTrail never.</summary>
sealed class FolderEntries
{
    static readonly EnumerationOptions s_all = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
    };

    FolderEntries()
    {
    }

    public List<string> Files { get; } = [];

    public List<string> Folders { get; } = [];

    /// <summary>Links to folders. They are not followed: they may lead in a circle, or out of what the user named.</summary>
    public List<string> FolderLinks { get; } = [];

    /// <summary>Reads a folder.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public static FolderEntries Read(string path)
    {
        var entries = new FolderEntries();
        var names = new FileSystemEnumerable<(string Name, bool IsFolder, bool IsLink)>(path, Describe, s_all)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.'),
        };
        foreach (var (name, isFolder, isLink) in names)
        {
            (isLink ? entries.FolderLinks : isFolder ? entries.Folders : entries.Files).Add(name);
        }

        entries.Files.Sort(StringComparer.Ordinal);
        entries.Folders.Sort(StringComparer.Ordinal);
        entries.FolderLinks.Sort(StringComparer.Ordinal);
        return entries;
    }

    // Attributes cost a system call for each entry: asked for folders only.
    static (string Name, bool IsFolder, bool IsLink) Describe(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        return (entry.FileName.ToString(), isFolder, isFolder && (entry.Attributes & FileAttributes.ReparsePoint) != 0);
    }
}
