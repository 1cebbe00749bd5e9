using System.Runtime.CompilerServices;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;
using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>
/// An archive in an S3 bucket. Each account and region is one listing in key order, from where the wanted days begin to where they end;
/// an account's regions are read at once and merged by day, and the next account's first pages are asked for meanwhile.
/// </summary>
public sealed class S3LogSource : ILogSource, ISourceScope, IMetadataSource, IDisposable
{
    // Objects held in pages of all streams that are open: about 500 bytes each, and two pages a stream.
    const int HeldObjects = 40_000;

    readonly S3SourceOptions _options;
    readonly S3Connection _connection;
    readonly S3PageLister _pages;
    readonly S3ObjectReader _objects;

    /// <summary>Names a bucket; nothing is asked for yet.</summary>
    public S3LogSource(S3SourceOptions options)
    {
        _options = options;
        _connection = new S3Connection(options);
        _pages = new S3PageLister(_connection, options);
        _objects = new S3ObjectReader(_connection, options);
        Name = options.Location.ToString();
    }

    public string Name { get; }

    public int FetchAhead => _options.FetchAhead;

    public bool Holds(string uri) => uri.StartsWith(Name, StringComparison.Ordinal);

    public async IAsyncEnumerable<ListingItem> ListAsync(
        SourceFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var keys = new KeyFilter(filter);
            await FindRegionAsync(leaving.Token);
            var plan = await new S3ListingPlanner(_pages, _options, keys).MakeAsync(leaving.Token);
            foreach (var item in plan.Others)
            {
                yield return item;
            }

            var accounts = plan.Accounts.Values.ToList();
            for (int i = 0; i < accounts.Count; i++)
            {
                Start(accounts[i], leaving.Token);
                if (i + 1 < accounts.Count)
                {
                    Start(accounts[i + 1], leaving.Token);
                }

                int size = PageSize(accounts[i].Count);
                var listings = accounts[i].Select(stream => stream.ListAsync(keys, size, leaving.Token)).ToList();
                accounts[i] = [];
                await foreach (var item in DayMerge.ByDayAsync(listings, leaving.Token))
                {
                    yield return item;
                }
            }

            foreach (var item in plan.Loose)
            {
                yield return new ListingItem(item, null);
            }

            foreach (var stream in plan.Flat)
            {
                await foreach (var item in stream.ListAsync(keys, 1000, leaving.Token))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            await leaving.CancelAsync();
        }
    }

    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) =>
        _objects.OpenAsync(item, KeyOf(item), cancellation);

    public ValueTask<IReadOnlyDictionary<string, string>> ReadMetadataAsync(LogObject item, CancellationToken cancellation = default) =>
        _objects.ReadMetadataAsync(item, KeyOf(item), cancellation);

    public void Dispose()
    {
        _pages.Dispose();
        _connection.Dispose();
    }

    string KeyOf(LogObject item)
    {
        string bucket = _options.Location.UriOf("");
        return item.Uri.StartsWith(bucket, StringComparison.Ordinal)
            ? item.Uri[bucket.Length..]
            : throw new IOException($"'{Errors.TerminalText.Escape(item.Uri)}' is not of {bucket}");
    }

    static int PageSize(int streams) => Math.Clamp(HeldObjects / 2 / streams, 100, 1000);

    static void Start(List<S3PrefixListing> streams, CancellationToken cancellation)
    {
        foreach (var stream in streams)
        {
            stream.Start(PageSize(streams.Count), cancellation);
        }
    }

    // Asked in the wrong region, S3 names the right one in its refusal, or tells it to those who may ask for the bucket's location.
    async Task FindRegionAsync(CancellationToken cancellation)
    {
        try
        {
            try
            {
                await _pages.ReadAsync(_options.Location.Prefix, folders: false, null, null, 1, cancellation);
            }
            catch (AmazonS3Exception e)
                when (e.ErrorCode is "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException")
            {
                string? region = (e.InnerException as HttpErrorResponseException)?.Response?.GetHeaderValue("x-amz-bucket-region");
                if (string.IsNullOrEmpty(region))
                {
                    var client = await _connection.ClientAsync(cancellation);
                    var request = new GetBucketLocationRequest { BucketName = _options.Location.Bucket };
                    region = (await client.GetBucketLocationAsync(request, cancellation)).Location?.Value;
                }

                // A bucket of the first region has no location.
                await _connection.MoveAsync(string.IsNullOrEmpty(region) ? "us-east-1" : region);
            }
        }
        catch (Exception e) when (S3ErrorText.IsExpected(e))
        {
            throw S3ErrorText.OfSource(e, _options);
        }
    }
}
