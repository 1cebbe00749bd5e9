namespace TrailLake.Ingest.Archives;

/// <summary>The key of an archive's object, taken apart. Parts that the key does not hold are null.</summary>
/// <param name="Kind">What the object is.</param>
/// <param name="Prefix">Trail prefix before <c>AWSLogs/</c>, without the slash at its end; empty when there is none.</param>
/// <param name="Organization">Organization id (<c>o-…</c>) after <c>AWSLogs/</c>.</param>
/// <param name="Account">Twelve digits, as text.</param>
/// <param name="Region">Region folder.</param>
/// <param name="Day">Delivery day of the key's folders, else of the file name.</param>
/// <param name="DeliveryTime">Delivery time of the file name, UTC, to the minute.</param>
/// <param name="Service">Folder of another service, for <see cref="ArchiveKind.OtherService"/>.</param>
public sealed record ArchiveKey(
    ArchiveKind Kind,
    string Prefix,
    string? Organization,
    string? Account,
    string? Region,
    DateOnly? Day,
    DateTime? DeliveryTime,
    string? Service = null)
{
    /// <summary>True when objects of this kind hold records to ingest (or may, for <see cref="ArchiveKind.Unknown"/>).</summary>
    public bool HoldsRecords => Kind is ArchiveKind.Unknown or ArchiveKind.CloudTrail or ArchiveKind.Insight
        or ArchiveKind.NetworkActivity or ArchiveKind.Aggregated;

    /// <summary>True for a log file as CloudTrail names it. It holds a record: where nothing happened, CloudTrail delivers none.</summary>
    /// <param name="path">Key, path or URI of the object. In a day's folder, a log file may have another name, but has its ending.</param>
    public bool IsLogFile(ReadOnlySpan<char> path)
    {
        if (Kind is not (ArchiveKind.CloudTrail or ArchiveKind.Insight or ArchiveKind.NetworkActivity or ArchiveKind.Aggregated))
        {
            return false;
        }

        // Marks that tools leave beside logs are no log files: _SUCCESS, .keep, the ._ files of a Mac.
        var name = path[(path.LastIndexOf('/') + 1)..];
        return DeliveryTime is not null
            || (name is not (['.', ..] or ['_', ..])
                && (name.EndsWith(".json.gz", StringComparison.OrdinalIgnoreCase)
                    || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)));
    }
}
