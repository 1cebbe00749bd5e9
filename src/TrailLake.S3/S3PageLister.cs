using Amazon.S3;
using Amazon.S3.Model;
using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>Asks for pages of a listing, so many at a time as the options allow.</summary>
sealed class S3PageLister(S3Connection connection, S3SourceOptions options) : IDisposable
{
    readonly S3SourceOptions _options = options;
    readonly SemaphoreSlim _slots = new SemaphoreSlim(options.ListConcurrency);

    /// <param name="folders">Whether folders are wanted in place of what is in them.</param>
    /// <param name="startAfter">Key to begin after; null for the first.</param>
    public async Task<S3ListingPage> ReadAsync(
        string prefix, bool folders, string? startAfter, string? token, int size, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        try
        {
            var request = new ListObjectsV2Request
            {
                BucketName = _options.Location.Bucket,
                Prefix = prefix,
                Delimiter = folders ? "/" : null,
                StartAfter = startAfter,
                ContinuationToken = token,
                MaxKeys = size,

                // Keys may hold characters that XML cannot.
                Encoding = EncodingType.Url,
                RequestPayer = _options.RequesterPays ? RequestPayer.Requester : null,
            };
            return Read(await connection.SendAsync(client => client.ListObjectsV2Async(request, cancellation), cancellation), prefix);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    S3ListingPage Read(ListObjectsV2Response response, string prefix)
    {
        // A folder's name ends in a slash: where one does so only without escapes, the page is escaped and does not say it.
        bool isEscaped = response.Encoding == EncodingType.Url
            || response.CommonPrefixes?.Exists(folder => !folder.EndsWith('/') && S3Key.Unescape(folder).EndsWith('/')) == true;
        var (objects, lastKey) = Objects(response.S3Objects ?? [], isEscaped, prefix);
        var folders = new List<string>();
        foreach (string text in response.CommonPrefixes ?? [])
        {
            string folder = S3Key.Read(text, isEscaped, prefix);
            folders.Add(folder.Length > prefix.Length ? folder : throw new S3ProtocolException(
                $"the server names '{TerminalText.Escape(folder)}' as a folder of itself; check the endpoint"));
        }

        bool hasMore = response.IsTruncated == true;
        if (hasMore && string.IsNullOrEmpty(response.NextContinuationToken))
        {
            throw new S3ProtocolException(
                "the server says that the listing goes on, and not how: the continuation token is missing; check the endpoint");
        }

        string? lastFolder = folders.Count > 0 ? folders[^1] : null;
        return new S3ListingPage(objects, folders, hasMore ? response.NextContinuationToken : null)
        {
            Last = lastKey is null || (lastFolder is not null && S3Key.Compare(lastFolder, lastKey) > 0) ? lastFolder : lastKey,
        };
    }

    (LogObject[] Objects, string? LastKey) Objects(List<S3Object> found, bool isEscaped, string prefix)
    {
        string? key = null;
        var objects = new LogObject[found.Count];
        for (int i = 0; i < objects.Length; i++)
        {
            var item = found[i];
            key = S3Key.Read(item.Key ?? "", isEscaped, prefix);
            long size = item.Size ?? -1;
            var parsed = ArchiveKeyParser.Parse(key);
            if (parsed.Kind == ArchiveKind.FolderMarker && size > 0)
            {
                // A key that ends in a slash and yet holds bytes is no marker: the bytes decide.
                parsed = parsed with { Kind = ArchiveKind.Unknown };
            }

            var modified = item.LastModified is { } time ? time.ToUniversalTime() : DateTime.MinValue;
            objects[i] = new LogObject(_options.Location.UriOf(key), parsed, size, item.ETag?.Trim('"') ?? "", modified);
        }

        return (objects, key);
    }
}
