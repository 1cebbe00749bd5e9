using System.Buffers;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using TrailLake.Errors;
using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>Gets objects. Every request names the listed ETag, so that what is read is what was listed, however often resumed.</summary>
sealed class S3ObjectReader(S3Connection connection, S3SourceOptions options)
{
    /// <summary>Up to here an object is fetched whole: most have a few KiB, and the connection is free again at once.</summary>
    public const int WholeSize = 1 << 20;

    const string MetadataPrefix = "x-amz-meta-";

    public async ValueTask<Stream> OpenAsync(LogObject item, string key, CancellationToken cancellation)
    {
        if (item.Size == 0)
        {
            return Stream.Null;
        }

        if (item.Size is < 0 or > WholeSize)
        {
            return new ReadAheadStream(await StreamAsync(item, key, cancellation), cancellation);
        }

        try
        {
            return await WholeAsync(item, key, cancellation);
        }
        catch (S3ETagMismatchException)
        {
            // On the way or in the server: the second time may be right.
            return await WholeAsync(item, key, cancellation);
        }
    }

    async Task<S3ObjectStream> StreamAsync(LogObject item, string key, CancellationToken cancellation) =>
        new(this, options, item, key, await GetAsync(item, key, 0, item.Size, cancellation));

    async Task<Stream> WholeAsync(LogObject item, string key, CancellationToken cancellation)
    {
        await using var stream = await StreamAsync(item, key, cancellation);
        int size = (int)item.Size;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            await stream.ReadExactlyAsync(buffer.AsMemory(0, size), cancellation);
            return new PooledMemoryStream(buffer, size);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <exception cref="IOException">It cannot be had.</exception>
    public async ValueTask<IReadOnlyDictionary<string, string>> ReadMetadataAsync(
        LogObject item, string key, CancellationToken cancellation)
    {
        try
        {
            var request = new GetObjectMetadataRequest
            {
                BucketName = options.Location.Bucket,
                Key = S3Key.ForRequest(key),
                EtagToMatch = item.ETag.Length > 0 ? $"\"{item.ETag}\"" : null,
                RequestPayer = options.RequesterPays ? RequestPayer.Requester : null,
            };
            var response = await connection.SendAsync(client => client.GetObjectMetadataAsync(request, cancellation), cancellation);
            var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (string name in response.Metadata.Keys)
            {
                bool isPrefixed = name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase);
                metadata[isPrefixed ? name[MetadataPrefix.Length..] : name] = response.Metadata[name];
            }

            return metadata;
        }
        catch (Exception e) when (S3ErrorText.IsExpected(e))
        {
            throw S3ErrorText.OfObject(e, item.Uri);
        }
    }

    /// <summary>Asks for an object from an offset on. An answer that is not what was listed is asked for once more.</summary>
    /// <param name="left">Bytes that are expected; -1 when that is not known.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    public async Task<GetObjectResponse> GetAsync(LogObject item, string key, long offset, long left, CancellationToken cancellation)
    {
        for (bool isFirst = true; ; isFirst = false)
        {
            var response = await AskAsync(item, key, offset, cancellation);
            if (Difference(item, offset, left, response) is not { } difference)
            {
                return response;
            }

            S3ObjectStream.Discard(response);
            if (!isFirst)
            {
                throw new IOException($"{TerminalText.Escape(item.Uri)}: {difference}; it was replaced meanwhile, "
                    + "or the server does not keep to S3's rules: run again");
            }

            await Task.Delay(100, cancellation);
        }
    }

    // A server that ignores If-Match or Range would have other bytes taken for the listed ones.
    static string? Difference(LogObject item, long offset, long left, GetObjectResponse response)
    {
        string etag = response.ETag?.Trim('"') ?? "";
        return etag.Length > 0 && item.ETag.Length > 0 && etag != item.ETag
                ? $"it came with the ETag {TerminalText.Escape(etag)} where the listing has {TerminalText.Escape(item.ETag)}"
            : left >= 0 && response.ContentLength > 0 && response.ContentLength != left
                ? $"{response.ContentLength} bytes are offered where {left} were expected by the listing"
            : offset > 0 && response.HttpStatusCode != HttpStatusCode.PartialContent
                ? $"its rest from byte {offset} was asked for, and its beginning came"
            : null;
    }

    async Task<GetObjectResponse> AskAsync(LogObject item, string key, long offset, CancellationToken cancellation)
    {
        try
        {
            return await AskOnceAsync(item, key, offset, cancellation);
        }
        catch (Exception e) when (S3ErrorText.IsExpected(e) || e is ArgumentException)
        {
            // Some servers escape the keys of their listings and do not say so.
            string other = S3Key.Unescape(key);
            if (other != key && S3ErrorText.Answer(e)?.StatusCode == HttpStatusCode.NotFound)
            {
                try
                {
                    return await AskOnceAsync(item, other, offset, cancellation);
                }
                catch (Exception again) when (S3ErrorText.IsExpected(again) || again is ArgumentException)
                {
                }
            }

            // ArgumentException: the SDK's answer to an ETag of an odd number of characters, which some other servers give.
            throw S3ErrorText.OfObject(e, item.Uri);
        }
    }

    async Task<GetObjectResponse> AskOnceAsync(LogObject item, string key, long offset, CancellationToken cancellation)
    {
        var request = new GetObjectRequest
        {
            BucketName = options.Location.Bucket,
            Key = S3Key.ForRequest(key),
            EtagToMatch = item.ETag.Length > 0 ? $"\"{item.ETag}\"" : null,
            ByteRange = offset > 0 ? new ByteRange($"bytes={offset}-") : null,
            RequestPayer = options.RequesterPays ? RequestPayer.Requester : null,
        };
        return await connection.SendAsync(client => client.GetObjectAsync(request, cancellation), cancellation);
    }
}
