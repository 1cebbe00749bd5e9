using TrailLake.Errors;
using TrailLake.Ingest.Sources;
using TrailLake.Paths;

namespace TrailLake.Ingest.Repair;

/// <summary>
/// Finds source objects again, where the ledger says or below another root when the archive was moved. Not safe for several threads.
/// </summary>
/// <param name="open">Opens a source by name, as a person would give it: a path or <c>s3://bucket/prefix</c>.</param>
/// <param name="movedTo">Root of the archive now; null when it was not moved. A key is found by as many last parts as fit.</param>
sealed class SourceLocator(Func<string, ILogSource> open, string? movedTo = null) : IDisposable
{
    readonly string? _movedTo = movedTo is not null && !IsS3(movedTo) ? Path.GetFullPath(movedTo) : movedTo?.TrimEnd('/');
    readonly Dictionary<string, ILogSource> _sources = new(StringComparer.Ordinal);

    // How many leading parts of the ledger's keys the moved archive lacks; the same for all that were moved together.
    int _dropped;

    /// <summary>Opens an object's bytes as stored.</summary>
    /// <param name="item">As the ledger knows it. Its ETag may be another after a move: the caller compares hashes.</param>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public async ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        IOException? first = null;
        foreach (var (uri, dropped) in Candidates(item.Uri))
        {
            try
            {
                var stream = await SourceOf(uri).OpenAsync(item with { Uri = uri, ETag = "" }, cancellation).ConfigureAwait(false);
                _dropped = dropped;
                return stream;
            }
            catch (IOException e)
            {
                first ??= e;
            }
        }

        throw first ?? new IOException($"{TerminalText.Escape(item.Uri)}: it was read from standard input and cannot be read again");
    }

    /// <summary>An object as its source lists it now, under the URI that the ledger would give it; null when it is not there.</summary>
    /// <exception cref="TrailLakeException">The source as a whole cannot be read.</exception>
    public async ValueTask<LogObject?> FindAsync(string uri, CancellationToken cancellation = default)
    {
        foreach (var (candidate, dropped) in Candidates(uri))
        {
            string name = FileUri.TryToPath(candidate, out var path) ? path : candidate;
            if (name == path && !Paths.RegularFile.Exists(path))
            {
                continue;
            }

            var source = open(name);
            using (source as IDisposable)
            {
                await foreach (var (item, _) in source.ListAsync(SourceFilter.All, cancellation).ConfigureAwait(false))
                {
                    if (item?.Uri == candidate)
                    {
                        _dropped = dropped;
                        return item with { Uri = uri };
                    }
                }
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var source in _sources.Values)
        {
            (source as IDisposable)?.Dispose();
        }
    }

    /// <summary>Where an object may be now, the likeliest first.</summary>
    IEnumerable<(string Uri, int Dropped)> Candidates(string uri)
    {
        bool isFile = FileUri.TryToPath(uri, out var path);
        if (!isFile && !IsS3(uri))
        {
            yield break;
        }

        if (_movedTo is null)
        {
            yield return (uri, 0);
            yield break;
        }

        var parts = (isFile ? path.Replace('\\', '/') : uri["s3://".Length..]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (int dropped in Enumerable.Range(0, parts.Length).OrderBy(n => n == _dropped ? -1 : n))
        {
            var rest = parts[dropped..];
            yield return IsS3(_movedTo)
                ? ($"{_movedTo}/{string.Join('/', rest)}", dropped)
                : (FileUri.FromPath(Path.Combine([_movedTo, .. rest])), dropped);
        }
    }

    ILogSource SourceOf(string uri)
    {
        // One for each bucket: a source keeps its connections.
        string root = IsS3(uri) && uri.IndexOf('/', "s3://".Length) is > 0 and var end
            ? uri[..(end + 1)]
            : Path.GetPathRoot(Path.GetFullPath("."))!;
        if (!_sources.TryGetValue(root, out var source))
        {
            _sources.Add(root, source = open(root));
        }

        return source;
    }

    static bool IsS3(string name) => name.StartsWith("s3://", StringComparison.OrdinalIgnoreCase);
}
