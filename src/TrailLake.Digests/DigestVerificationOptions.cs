namespace TrailLake.Digests;

/// <summary>What to verify.</summary>
sealed record DigestVerificationOptions
{
    /// <summary>Digests that end after this, UTC; null for no bound.</summary>
    public DateTime? From { get; init; }

    /// <summary>Digests that begin before this, UTC; null for no bound.</summary>
    public DateTime? To { get; init; }

    /// <summary>Accounts wanted; empty for all.</summary>
    public IReadOnlyCollection<string> Accounts { get; init; } = [];

    /// <summary>Regions wanted; empty for all.</summary>
    public IReadOnlyCollection<string> Regions { get; init; } = [];

    /// <summary>
    /// The bucket that the archive was delivered to. Null: on S3 the one that is read, with keys unchanged; for a local copy any. Given, an
    /// archive that was moved or copied as a whole counts as being at its place.
    /// </summary>
    public string? Bucket { get; init; }

    /// <summary>Files hashed at a time; 0 for what the source and the machine's cores can bear.</summary>
    public int Jobs { get; init; }
}
