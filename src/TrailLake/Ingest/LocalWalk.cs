using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using TrailLake.Errors;

namespace TrailLake.Ingest;

/// <summary>Walks folders of a local copy and turns files into objects. Holds the names of the folders on the way, never a whole tree's.</summary>
sealed class LocalWalk
{
    readonly KeyFilter _filter;
    readonly CancellationToken _cancellation;

    public LocalWalk(KeyFilter filter, CancellationToken cancellation)
    {
        _filter = filter;
        _cancellation = cancellation;
    }

    /// <summary>Lists what is in a folder and below: a folder's own files first, then its folders in order.</summary>
    public IEnumerable<ListingItem> List(LocalFolder start)
    {
        var left = new Stack<LocalFolder>();
        left.Push(start);
        while (left.TryPop(out var folder))
        {
            if (!TryRead(folder, out var entries, out var problem))
            {
                yield return new ListingItem(null, problem);
                continue;
            }

            foreach (var link in PassedOver(folder, entries))
            {
                yield return link;
            }

            foreach (string name in entries.Files)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (File(Path.Combine(folder.Path, name), folder.Key + name) is { } item)
                {
                    yield return item;
                }
            }

            entries.Folders.Sort(folder.Compare);
            for (int i = entries.Folders.Count - 1; i >= 0; i--)
            {
                if (folder.Below(entries.Folders[i], _filter) is { } below)
                {
                    left.Push(below);
                }
            }
        }
    }

    /// <summary>Reads a folder's names; a problem when that fails, and the walk goes on.</summary>
    public bool TryRead(LocalFolder folder, out FolderEntries entries, out SourceProblem? problem)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            entries = FolderEntries.Read(folder.Path);
            problem = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            entries = null!;
            string reason = e is UnauthorizedAccessException ? "no permission to read this folder" : $"this folder cannot be read: {TerminalText.Escape(e.Message)}";
            problem = new SourceProblem(TerminalText.Escape(folder.Path), $"{reason}; what is in it is missing from this run");
            return false;
        }
    }

    /// <summary>Says which links to folders were not followed, and which hidden names were not read.</summary>
    public static IEnumerable<ListingItem> PassedOver(LocalFolder folder, FolderEntries entries)
    {
        foreach (string name in entries.FolderLinks)
        {
            yield return new ListingItem(null, new SourceProblem(
                TerminalText.Escape(Path.Combine(folder.Path, name)),
                "a link to a folder, not followed; if what it leads to belongs to the archive, name that folder as a source of its own"));
        }

        if (entries.Hidden is { } hidden)
        {
            yield return new ListingItem(null, new SourceProblem(TerminalText.Escape(Path.Combine(folder.Path, hidden)), HiddenText(entries.HiddenCount)));
        }
    }

    static string HiddenText(int count) => count == 1
        ? "its name begins with a dot, as those of unfinished copies do: not read; if it belongs to the archive, give it its proper name"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"this and {count - 1:N0} more names in its folder begin with a dot, as those of unfinished copies do: not read; if they belong to the archive, give them their proper names");

    /// <summary>A file as an object; null when the filter does not want it, a problem when it cannot be met.</summary>
    public ListingItem? File(string path, string key)
    {
        var parsed = ArchiveKeyParser.Parse(key);
        if (!_filter.Wants(parsed))
        {
            return null;
        }

        try
        {
            var info = new FileInfo(path);
            if ((info.Attributes & FileAttributes.ReparsePoint) != 0)
            {
                // Length and time of a link are its own, not the target's.
                info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
            }

            long size = info.Length;
            var changed = info.LastWriteTimeUtc;
            return new ListingItem(new LogObject(FileUri.FromPath(path), parsed, size, $"{size}-{changed.Ticks:x}", changed), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ListingItem(null, new SourceProblem(TerminalText.Escape(path), FileError.Describe(e, path)));
        }
    }
}
