using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using TrailLake.Ingest;

namespace TrailLake.S3;

/// <summary>
/// Gets objects. Every request names the ETag that was listed, so that what is read is what was listed, however often it is resumed.
/// </summary>
sealed class S3Objects
{
    /// <summary>Up to here an object is fetched whole: most of an archive's are a few KiB, and the connection is free again at once.</summary>
    public const int WholeSize = 1 << 20;

    const string MetadataPrefix = "x-amz-meta-";

    readonly S3Connection _connection;
    readonly S3SourceOptions _options;

    public S3Objects(S3Connection connection, S3SourceOptions options)
    {
        _connection = connection;
        _options = options;
    }

    /// <summary>Opens an object.</summary>
    public async ValueTask<Stream> OpenAsync(LogObject item, string key, CancellationToken cancellation)
    {
        if (item.Size == 0)
        {
            return Stream.Null;
        }

        var stream = new S3ObjectStream(this, _options, item, key, await GetAsync(item, key, 0, cancellation));
        if (item.Size is < 0 or > WholeSize)
        {
            return stream;
        }

        await using (stream)
        {
            int size = (int)item.Size;
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                await stream.ReadExactlyAsync(buffer.AsMemory(0, size), cancellation);
                var whole = new PooledStream(buffer, size);
                buffer = null!;
                return whole;
            }
            finally
            {
                if (buffer is not null)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }
    }

    /// <summary>Asks for an object's user metadata.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public async ValueTask<IReadOnlyDictionary<string, string>> ReadMetadataAsync(LogObject item, string key, CancellationToken cancellation)
    {
        try
        {
            var client = await _connection.ClientAsync(cancellation);
            var request = new GetObjectMetadataRequest
            {
                BucketName = _options.Location.Bucket,
                Key = key,
                EtagToMatch = item.ETag.Length > 0 ? $"\"{item.ETag}\"" : null,
                RequestPayer = _options.RequesterPays ? RequestPayer.Requester : null,
            };
            var response = await S3Retry.RunAsync(
                _options.Attempts, (client, request), static (state, cancellation) => state.client.GetObjectMetadataAsync(state.request, cancellation), cancellation);
            var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (string name in response.Metadata.Keys)
            {
                metadata[name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase) ? name[MetadataPrefix.Length..] : name] = response.Metadata[name];
            }

            return metadata;
        }
        catch (Exception e) when (S3Error.IsExpected(e))
        {
            throw S3Error.OfObject(e, item.Uri);
        }
    }

    /// <summary>Asks for an object from an offset on.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public async Task<GetObjectResponse> GetAsync(LogObject item, string key, long offset, CancellationToken cancellation)
    {
        try
        {
            var client = await _connection.ClientAsync(cancellation);
            var request = new GetObjectRequest
            {
                BucketName = _options.Location.Bucket,
                Key = key,
                EtagToMatch = item.ETag.Length > 0 ? $"\"{item.ETag}\"" : null,
                ByteRange = offset > 0 ? new ByteRange($"bytes={offset}-") : null,
                RequestPayer = _options.RequesterPays ? RequestPayer.Requester : null,
            };
            return await S3Retry.RunAsync(
                _options.Attempts, (client, request), static (state, cancellation) => state.client.GetObjectAsync(state.request, cancellation), cancellation);
        }
        catch (Exception e) when (S3Error.IsExpected(e) || e is ArgumentException)
        {
            // ArgumentException: the SDK's answer to an ETag of an odd number of characters, which some other servers give.
            throw S3Error.OfObject(e, item.Uri);
        }
    }
}
