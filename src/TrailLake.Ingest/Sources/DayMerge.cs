using System.Runtime.CompilerServices;
using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Sources;

/// <summary>Merges the listings of one account's regions, each in order of day, into one in order of day.</summary>
static class DayMerge
{
    /// <summary>Merges by <see cref="ArchiveKey.Day"/>, holding one item of each listing. What has no day passes when it is met.</summary>
    public static async IAsyncEnumerable<ListingItem> ByDayAsync(
        IReadOnlyList<IAsyncEnumerable<ListingItem>> listings, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var open = new List<IAsyncEnumerator<ListingItem>>(listings.Count);
        try
        {
            var queue = new PriorityQueue<int, (DateOnly Day, int Index)>(listings.Count);
            foreach (var listing in listings)
            {
                open.Add(listing.GetAsyncEnumerator(cancellation));
                int index = open.Count - 1;
                if (await open[index].MoveNextAsync())
                {
                    queue.Enqueue(index, (DayOf(open[index].Current), index));
                }
            }

            while (queue.TryDequeue(out int index, out var place))
            {
                var listing = open[index];
                bool more;
                do
                {
                    yield return listing.Current;
                    more = await listing.MoveNextAsync();
                }
                while (more && DayOf(listing.Current) <= place.Day);

                if (more)
                {
                    queue.Enqueue(index, (DayOf(listing.Current), index));
                }
            }
        }
        finally
        {
            foreach (var listing in open)
            {
                await listing.DisposeAsync();
            }
        }
    }

    static DateOnly DayOf(ListingItem item) => item.Object?.Key.Day ?? DateOnly.MinValue;
}
