namespace TrailLake.Digests;

/// <summary>Subjects of verdicts.</summary>
enum DigestVerdictKind
{
    /// <summary>A digest of a trail's hourly chain.</summary>
    Digest,

    /// <summary>A digest of log files that the hourly ones missed.</summary>
    BackfillDigest,

    /// <summary>A log file.</summary>
    Log,

    /// <summary>A span without digests, named by the digest after it.</summary>
    Gap,
}
