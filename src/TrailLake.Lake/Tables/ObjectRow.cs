namespace TrailLake.Tables;

/// <summary>One row of the ledger: one source object. <c>Records = Events + Duplicates + Rejects</c> always holds.</summary>
public sealed record ObjectRow
{
    /// <summary>Where the object is; with <see cref="ETag"/> the key of the ledger.</summary>
    public required string Uri { get; init; }

    /// <summary>Content identity as the source gives it.</summary>
    public required string ETag { get; init; }

    /// <summary>Account of the key; null when the key does not say.</summary>
    public string? Account { get; init; }

    /// <summary>Region of the key.</summary>
    public string? Region { get; init; }

    /// <summary>Kind of the key, a name of <c>ArchiveKind</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Trail prefix of the key.</summary>
    public string? Prefix { get; init; }

    /// <summary>Organization id of the key.</summary>
    public string? Organization { get; init; }

    /// <summary>Delivery time of the key, UTC.</summary>
    public DateTime? DeliveryTime { get; init; }

    /// <summary>Bytes as delivered.</summary>
    public long Size { get; init; }

    /// <summary>Bytes of the uncompressed content that were read.</summary>
    public long ContentSize { get; init; }

    /// <summary>As the source lists it, UTC.</summary>
    public DateTime LastModified { get; init; }

    /// <summary>SHA-256 of the bytes as delivered, lower-case hex; null when it could not be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>SHA-256 of the uncompressed content (what digest files sign); null when the object broke off.</summary>
    public string? ContentSha256 { get; init; }

    /// <summary>Records met.</summary>
    public long Records { get; init; }

    /// <summary>Records that became events.</summary>
    public long Events { get; init; }

    /// <summary>Records that were exact copies of an event already in the lake.</summary>
    public long Duplicates { get; init; }

    /// <summary>Records that became rejects.</summary>
    public long Rejects { get; init; }

    /// <summary>Least eventTime of its records, UTC; null when none had one.</summary>
    public DateTime? FirstEventTime { get; init; }

    /// <summary>Greatest eventTime of its records, UTC.</summary>
    public DateTime? LastEventTime { get; init; }

    /// <summary>How far it got: done, damaged (it broke off, or is a log file without a record) or unreadable.</summary>
    public ObjectState State { get; init; }

    /// <summary>Why it is not done; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// What CloudTrail's digests say of the content as it was ingested, in the words of <c>verify digests</c>: <c>valid</c>,
    /// <c>invalid-hash</c>, <c>not-covered</c> and so on; null until a verification was recorded.
    /// </summary>
    public string? Verified { get; init; }

    /// <summary>When it was ingested, UTC.</summary>
    public DateTime IngestedAt { get; init; }

    /// <summary>Version of TrailLake that ingested it.</summary>
    public required string Version { get; init; }

    /// <summary>Batch that it was committed in: the row counts only once the events log holds this batch's <c>txn</c> action.</summary>
    public required string Batch { get; init; }
}
