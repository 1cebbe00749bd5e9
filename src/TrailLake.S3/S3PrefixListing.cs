using System.Runtime.CompilerServices;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>The objects below a prefix in key order. One page is read ahead, so that merging many regions waits for none in turn.</summary>
/// <param name="startAfter">Key to begin after; null for the first.</param>
/// <param name="isPast">Whether all that follows a key in key order is too late to be wanted.</param>
sealed class S3PrefixListing(S3PageLister pages, S3Location location, string? startAfter, Func<ArchiveKey, bool> isPast)
{
    Task<S3ListingPage>? _first;

    /// <summary>Asks for the first page, so that it is there when the stream's turn comes.</summary>
    public void Start(int pageSize, CancellationToken cancellation) => _first ??= Ask(null, pageSize, cancellation);

    /// <summary>Lists what the filter wants. A prefix that cannot be listed, or not to its end, becomes a problem.</summary>
    public async IAsyncEnumerable<ListingItem> ListAsync(
        KeyFilter filter, int pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = _first ?? Ask(null, pageSize, cancellation);
        var progress = new S3ListingProgress();
        bool any = false;
        while (next is not null)
        {
            S3ListingPage page;
            SourceProblem? problem = null;
            try
            {
                page = await next;
                if (!IsDone(page))
                {
                    progress.Take(page);
                }
            }
            catch (Exception e) when (S3ErrorText.IsExpected(e))
            {
                problem = S3ErrorText.Problem(e, location.ToString(), any ? "the rest of what is below" : "what is below");
                page = default;
            }

            if (problem is not null)
            {
                yield return new ListingItem(null, problem);
                yield break;
            }

            next = IsDone(page) ? null : Ask(page.Next, pageSize, cancellation);
            any = true;
            foreach (var item in page.Objects)
            {
                if (filter.Wants(item.Key))
                {
                    yield return new ListingItem(item, null);
                }
            }
        }
    }

    bool IsDone(in S3ListingPage page) => page.Next is null || (page.Objects.Count > 0 && isPast(page.Objects[^1].Key));

    Task<S3ListingPage> Ask(string? token, int pageSize, CancellationToken cancellation)
    {
        var page = pages.ReadAsync(location.Prefix, folders: false, token is null ? startAfter : null, token, pageSize, cancellation);

        // A page that nobody comes to fetch, because the listing was left, must not count as an unobserved error.
        _ = page.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return page;
    }
}
