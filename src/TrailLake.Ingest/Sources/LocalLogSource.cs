using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>A folder or a file on a disk. Other files are listed too: their bytes decide. Paths passed over are named.</summary>
/// <param name="path">A folder or a file; it is looked at when it is listed.</param>
sealed class LocalLogSource(string path) : ILogSource, ISourceScope, IMetadataSource
{
    // Below this, telling the system that a file is read once from start to end costs more than it gains.
    const long SequentialSize = 1 << 20;

    // From here on a file is read ahead: the scan then does not wait for the disk. Out of the page cache gzip of 19 MB takes as long either
    // way (0.95 s), so what is smaller has nothing to gain.
    internal const long ReadAheadSize = 4 << 20;

    const string NoArchive = "which holds events that were ingested already; give an archive of log files";

    readonly string _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    public string Name { get; } = path;

    public int FetchAhead => 0;

    public bool Holds(string uri) => FileUri.TryToPath(uri, out string path)
        && RealPath.IsInside(path, _path);

    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default)
    {
        var keys = new KeyFilter(filter);
        var walk = new LocalWalk(_path, keys, cancellation);
        if (KindOfSource() == PathKind.Folder)
        {
            return ListFolder(keys, walk, cancellation);
        }

        var folder = BaseKey(Path.GetDirectoryName(_path)!);
        var item = walk.File(_path, folder + BytePath.Readable(Path.GetFileName(_path)));
        return (item is { } only ? [only] : Array.Empty<ListingItem>()).ToAsyncEnumerable();
    }

    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        if (!FileUri.TryToPath(item.Uri, out string path))
        {
            throw new IOException($"'{TerminalText.Escape(item.Uri)}' is no file; expected file:///…");
        }

        // An empty file needs no opening. Where .NET cannot tell, it may also be a pipe.
        if (item.Size == 0)
        {
            return new(Stream.Null);
        }

        try
        {
            var file = new FileReadStream(RegularFile.Open(path, isLong: item.Size >= SequentialSize), path);
            return new(item.Size >= ReadAheadSize ? new ReadAheadStream(file, cancellation) : file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileError.Of(e, path);
        }
    }

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
            if (walk.File(Path.Combine(file.Folder.Path, file.Name), file.Folder.KeyOf(file.Name)) is { } item)
            {
                yield return item;
            }
        }

        foreach (var passed in walk.Passed.ToItems())
        {
            yield return passed;
        }
    }

    PathKind KindOfSource()
    {
        string name = $"'{BytePath.Shown(Name)}'";
        PathKind kind;
        try
        {
            kind = PathStatus.Of(_path).Kind;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused($"{name} cannot be looked at: {TerminalText.Escape(e.Message)}", e);
        }

        if (kind is not (PathKind.File or PathKind.Folder))
        {
            throw Refused(kind switch
            {
                PathKind.Missing when Name.Contains('\uFFFD') =>
                    $"no file or folder at {name}; if its name is no UTF-8, give the folder that it stands in",
                PathKind.Missing => $"no file or folder at {name}; give a folder, a file, - or s3://bucket/prefix",
                PathKind.LinkLoop => $"{name} is a link that leads in a circle; give a folder, a file, - or s3://bucket/prefix",
                _ => $"{name} is {PathStatus.Word(kind)}, which is never opened as a source; "
                    + "save what it gives to a file, or pipe it to stdin (-)",
            });
        }

        // As named and as it is: a link may lead into a lake.
        if ((LakeFolder.Around(_path) ?? LakeFolder.Around(RealPath.Of(_path) ?? _path)) is { } lake)
        {
            throw Refused($"{name} is part of the lake '{BytePath.Shown(lake)}', {NoArchive}");
        }

        if (kind == PathKind.Folder && LakeFolder.Is(_path) && FolderNames.Read(_path).TrueForAll(entry => LakeFolder.IsOwn(entry.Name)))
        {
            throw Refused($"{name} is a lake, {NoArchive}");
        }

        return kind;
    }

    TrailLakeException Refused(string message, Exception? inner = null) => new(ErrorKind.Source, message, Name, inner);

    /// <summary>The part of a folder's path from AWSLogs or the account on: what stands before is the user's disk, no prefix.</summary>
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
        return ArchiveKeyText.IsAccount(last) ? $"{last}/" : "";
    }
}
