using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>What a look at the upper folders of a bucket found.</summary>
sealed class S3ListingPlan
{
    /// <summary>
    /// Objects outside of regions' folders that are held, to be sorted. More than this (about 25 MB of them) are streamed in key order:
    /// a flat prefix may hold millions.
    /// </summary>
    public const int MostLoose = 50_000;

    public SortedDictionary<string, List<S3PrefixListing>> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Streams of what belongs to no account that is known before it is listed.</summary>
    public List<S3PrefixListing> Flat { get; } = [];

    public List<LogObject> Loose { get; } = [];

    /// <summary>Folders of other services, and what could not be looked at.</summary>
    public List<ListingItem> Others { get; } = [];

    public void Add(string account, S3PrefixListing stream)
    {
        if (!Accounts.TryGetValue(account, out var streams))
        {
            Accounts.Add(account, streams = []);
        }

        streams.Add(stream);
    }

    /// <summary>Sorts what is held by account, delivery time and key; those without an account last.</summary>
    public void SortLoose() => Loose.Sort(static (a, b) =>
    {
        int byAccount = (a.Key.Account is null).CompareTo(b.Key.Account is null);
        byAccount = byAccount != 0 ? byAccount : string.CompareOrdinal(a.Key.Account, b.Key.Account);
        if (byAccount != 0)
        {
            return byAccount;
        }

        int byTime = (a.Key.DeliveryTime ?? DateTime.MinValue).CompareTo(b.Key.DeliveryTime ?? DateTime.MinValue);
        return byTime != 0 ? byTime : string.CompareOrdinal(a.Uri, b.Uri);
    });
}
