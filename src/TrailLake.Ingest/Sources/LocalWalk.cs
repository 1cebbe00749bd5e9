using System.Globalization;
using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>Walks folders of a local copy and turns files into objects. Holds the names of the folders on the way, never all.</summary>
/// <param name="root">Path of the source.</param>
sealed class LocalWalk(string root, KeyFilter filter, CancellationToken cancellation)
{
    readonly LinkPolicy _links = new LinkPolicy(root);

    /// <summary>What has been passed over so far.</summary>
    public SkippedPaths Passed { get; } = new SkippedPaths(root);

    /// <summary>Lists what is in a folder and below: a folder's own files first, then its folders in order.</summary>
    public IEnumerable<ListingItem> List(LocalFolder start)
    {
        var left = new Stack<LocalFolder>();
        left.Push(start);
        while (left.TryPop(out var folder))
        {
            var entries = Read(folder, out var problem);
            if (problem is not null)
            {
                yield return new ListingItem(null, problem);
            }

            if (entries is null)
            {
                continue;
            }

            foreach (string name in entries.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                if (File(Path.Combine(folder.Path, name), folder.KeyOf(name)) is { } item)
                {
                    yield return item;
                }
            }

            entries.Folders.Sort(folder.Compare);
            for (int i = entries.Folders.Count - 1; i >= 0; i--)
            {
                if (folder.Below(entries.Folders[i], filter) is { } below)
                {
                    left.Push(below);
                }
            }
        }
    }

    /// <summary>Reads a folder's names; null when that fails, and the walk goes on.</summary>
    /// <param name="problem">Why it failed, or which hidden names were not read.</param>
    public FolderEntries? Read(LocalFolder folder, out SourceProblem? problem)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var entries = FolderEntries.Read(folder.Path, _links, Passed);
            problem = entries.Hidden is { } hidden
                ? new SourceProblem(BytePath.Shown(Path.Combine(folder.Path, hidden)), HiddenText(entries.HiddenCount))
                : null;
            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is UnauthorizedAccessException
                ? "no permission to read this folder"
                : $"this folder cannot be read: {TerminalText.Escape(e.Message)}";
            problem = new SourceProblem(TerminalText.Escape(folder.Path), $"{reason}; what is in it is missing from this run");
            return null;
        }
    }

    static string HiddenText(int count) => count == 1
        ? "its name begins with a dot, as those of unfinished copies do: not read; if it belongs to the archive, give it its proper name"
        : string.Create(CultureInfo.InvariantCulture, $"this and {count - 1:N0} more names in its folder begin with a dot,")
            + " as those of unfinished copies do: not read; if they belong to the archive, give them their proper names";

    /// <summary>A file as an object; null when the filter does not want it, a problem when it cannot be met.</summary>
    public ListingItem? File(string path, string key)
    {
        var parsed = ArchiveKeyParser.Parse(key);
        if (!filter.Wants(parsed))
        {
            return null;
        }

        try
        {
            // Length and time of a link are its target's.
            var status = PathStatus.Of(path);
            if (status.Kind != PathKind.File)
            {
                throw new FileNotFoundException("gone, or replaced by something else");
            }

            string etag = $"{status.Size}-{status.Modified.Ticks:x}";
            return new ListingItem(new LogObject(FileUri.FromPath(path), parsed, status.Size, etag, status.Modified), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ListingItem(null, new SourceProblem(TerminalText.Escape(path), FileError.Describe(e, path)));
        }
    }
}
