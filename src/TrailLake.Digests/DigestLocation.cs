namespace TrailLake.Digests;

/// <summary>The place of a digest, compared with where it says that it was delivered.</summary>
enum DigestLocation
{
    /// <summary>At its own place.</summary>
    Own,

    /// <summary>In another bucket or under another prefix, with all below <c>AWSLogs/</c> as it was: the archive was moved.</summary>
    Moved,

    /// <summary>Under another digest's name.</summary>
    Foreign,
}
