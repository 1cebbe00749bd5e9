namespace TrailLake.Digests;

/// <summary>Whose digests form one chain.</summary>
/// <param name="Prefix">Trail prefix and organization of the key, as far as they are known.</param>
/// <param name="Region">Region whose logs the digests name.</param>
/// <param name="Trail">The trail's name; empty where it is not known.</param>
sealed record TrailId(string Prefix, string Account, string Region, string Trail, string HomeRegion) : IComparable<TrailId>
{
    public int CompareTo(TrailId? other) => other is null ? 1
        : (string.CompareOrdinal(Account, other.Account) is var account and not 0) ? account
        : (string.CompareOrdinal(Region, other.Region) is var region and not 0) ? region
        : (string.CompareOrdinal(Trail, other.Trail) is var trail and not 0) ? trail
        : (string.CompareOrdinal(HomeRegion, other.HomeRegion) is var home and not 0) ? home
        : string.CompareOrdinal(Prefix, other.Prefix);
}
