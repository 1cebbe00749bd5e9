namespace TrailLake.Digests;

/// <summary>Findings of a verification about a digest, a log file or a span of time.</summary>
enum DigestState
{
    /// <summary>Proven: the signature holds, and content and chain agree with it.</summary>
    Valid,

    /// <summary>The content is not the one that a digest names.</summary>
    InvalidHash,

    /// <summary>The signature does not belong to this content and key.</summary>
    InvalidSignature,

    /// <summary>Found at another place than the one it was delivered to.</summary>
    Moved,

    /// <summary>Not what it should be: broken gzip, no JSON, fields missing.</summary>
    Malformed,

    /// <summary>Named by a digest and not there.</summary>
    Missing,

    /// <summary>Signed with a key that the keys file does not hold.</summary>
    KeyUnknown,

    /// <summary>No usable signature vouches for it.</summary>
    Unsigned,

    /// <summary>A log file that no digest names.</summary>
    NotCovered,

    /// <summary>A span of time that no digest covers.</summary>
    Gap,

    /// <summary>It is there and cannot be read: no permission, no connection.</summary>
    Unreadable,
}
