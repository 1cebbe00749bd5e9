using TrailLake.Paths;

namespace TrailLake.Digests;

/// <summary>
/// Maps the keys that a digest names to where the archive stands now: a copy may begin at any folder, under any name, in any bucket.
/// </summary>
sealed class ArchiveRoot
{
    const string Scheme = "s3://";

    readonly string _uriStart;
    readonly string _found;
    readonly string _base;
    readonly string _signedBase;

    ArchiveRoot(string uriStart, string found, string foundBase, string signedBase)
    {
        _uriStart = uriStart;
        _found = found;
        _base = foundBase;
        _signedBase = signedBase;
    }

    /// <summary>Bucket of an S3 URI; null for a file.</summary>
    public static string? BucketOf(string uri) =>
        uri.StartsWith(Scheme, StringComparison.Ordinal) ? uri[Scheme.Length..uri.IndexOf('/', Scheme.Length)] : null;

    /// <summary>A URI's key, or the path of a file with slashes.</summary>
    public static string PathOf(string uri) => BucketOf(uri) is { } bucket ? uri[(Scheme.Length + bucket.Length + 1)..]
        : FileUri.TryToPath(uri, out var path) ? path.Replace('\\', '/')
        : uri;

    /// <summary>Learns the mapping from an object and the key that it was delivered to.</summary>
    public static ArchiveRoot Of(string uri, string signedKey)
    {
        string found = PathOf(uri);

        // The segments that both end in are the archive's own; the file's name may have lost its `.gz`.
        int at = found.LastIndexOf('/') + 1;
        int signed = signedKey.LastIndexOf('/') + 1;
        while (at > 0 && signed > 0)
        {
            int before = at < 2 ? 0 : found.LastIndexOf('/', at - 2) + 1;
            int signedBefore = signed < 2 ? 0 : signedKey.LastIndexOf('/', signed - 2) + 1;
            if (!found.AsSpan(before, at - before).SequenceEqual(signedKey.AsSpan(signedBefore, signed - signedBefore)))
            {
                break;
            }

            at = before;
            signed = signedBefore;
        }

        string start = BucketOf(uri) is { } bucket ? $"{Scheme}{bucket}/" : "";
        return new ArchiveRoot(start, found, found[..at], signedKey[..signed]);
    }

    /// <summary>Where an object stands now that was delivered to a key. Null for a key that leads out of the archive.</summary>
    public string? UriOf(string signedKey)
    {
        if (HasTricks(signedKey))
        {
            return null;
        }

        // In a copy without folders, or with others than the archive's, all files lie side by side.
        string path = signedKey.StartsWith(_signedBase, StringComparison.Ordinal)
            ? _base + signedKey[_signedBase.Length..]
            : _found[..(_found.LastIndexOf('/') + 1)] + signedKey[(signedKey.LastIndexOf('/') + 1)..];
        return _uriStart.Length > 0 ? _uriStart + path : FileUri.FromPath(path);
    }

    static bool HasTricks(string key)
    {
        foreach (var segment in key.AsSpan().Split('/'))
        {
            if (key.AsSpan()[segment] is "" or "." or "..")
            {
                return true;
            }
        }

        return key.AsSpan().ContainsAny('\\', '\0');
    }
}
