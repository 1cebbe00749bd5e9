using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;

namespace TrailLake.Ingest;

/// <summary>
/// A folder or a file on a disk. The archive's own folders are followed wherever they begin; anything else in the tree is listed too, and
/// its bytes decide. Links to files are read, links to folders are reported and not followed.
/// </summary>
public sealed class LocalLogSource : ILogSource, ISourceScope, IMetadataSource
{
    // Below this, telling the system that a file is read once from start to end costs more than it gains.
    const long SequentialSize = 1 << 20;

    readonly string _path;

    /// <summary>Names a folder or a file; it is looked at when it is listed.</summary>
    public LocalLogSource(string path)
    {
        Name = path;
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int FetchAhead => 0;

    /// <inheritdoc/>
    public bool Holds(string uri) => FileUri.TryToPath(uri, out string path)
        && (path == _path || path.StartsWith(Path.EndsInDirectorySeparator(_path) ? _path : _path + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <inheritdoc/>
    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default)
    {
        var keys = new KeyFilter(filter);
        var walk = new LocalWalk(keys, cancellation);
        if (Directory.Exists(_path))
        {
            return ListFolder(keys, walk, cancellation);
        }

        if (!File.Exists(_path))
        {
            throw new TrailLakeException(ErrorKind.Source, $"no file or folder at '{TerminalText.Escape(Name)}'; give a folder, a file, - or s3://bucket/prefix", Name);
        }

        var folder = BaseKey(Path.GetDirectoryName(_path)!);
        var item = walk.File(_path, folder + Path.GetFileName(_path));
        return (item is { } only ? [only] : Array.Empty<ListingItem>()).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        if (!FileUri.TryToPath(item.Uri, out string path))
        {
            throw new IOException($"'{TerminalText.Escape(item.Uri)}' is no file; expected file:///…");
        }

        // An empty file needs no opening. It may also be a pipe that somebody left in the folder: opening that would wait for ever.
        if (item.Size == 0 && path != _path)
        {
            return new(Stream.Null);
        }

        try
        {
            var options = item.Size >= SequentialSize ? FileOptions.SequentialScan : FileOptions.None;
            return new(new FileReadStream(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options), path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileError.Of(e, path);
        }
    }

    /// <inheritdoc/>
    /// <remarks>From the sidecar <c>NAME.metadata</c> beside the file.</remarks>
    public ValueTask<IReadOnlyDictionary<string, string>> ReadMetadataAsync(LogObject item, CancellationToken cancellation = default) =>
        FileUri.TryToPath(item.Uri, out string path)
            ? new(SidecarMetadata.Read(path))
            : throw new IOException($"'{TerminalText.Escape(item.Uri)}' is no file; expected file:///…");

    async IAsyncEnumerable<ListingItem> ListFolder(
        KeyFilter filter, LocalWalk walk, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var plan = LocalPlan.Make(new LocalFolder(_path, BaseKey(_path), LocalFolderLevel.Free), filter, walk);
        foreach (var item in plan.Others)
        {
            yield return item;
        }

        foreach (var folders in plan.Accounts.Values)
        {
            var listings = folders.Select(folder => walk.List(folder).ToAsyncEnumerable()).ToList();
            await foreach (var item in DayMerge.ByDayAsync(listings, cancellation))
            {
                yield return item;
            }
        }

        foreach (var file in plan.Loose)
        {
            if (walk.File(Path.Combine(file.Folder.Path, file.Name), file.Folder.Key + file.Name) is { } item)
            {
                yield return item;
            }
        }
    }

    /// <summary>
    /// What a folder's own path says about the keys below it: its part from AWSLogs or the account on. What stands before is the user's disk,
    /// not a trail's prefix.
    /// </summary>
    static string BaseKey(string path)
    {
        string key = (Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path) + "/";
        int root = key.LastIndexOf("/AWSLogs/", StringComparison.Ordinal);
        if (root >= 0)
        {
            return key[(root + 1)..];
        }

        if (ArchivePlace.TryFind(key, out var place))
        {
            return $"{place.Account}/{place.Folder}/{place.Rest}";
        }

        var last = Path.GetFileName(path.AsSpan());
        return KeyText.IsAccount(last) ? $"{last}/" : "";
    }
}
