namespace TrailLake.Digests;

/// <summary>A log file as a digest names it.</summary>
/// <param name="Bucket">Bucket that it was delivered to.</param>
/// <param name="Key">Key that it was delivered to.</param>
/// <param name="Sha256">SHA-256 of its uncompressed content, hexadecimal.</param>
sealed record DigestLogFile(string Bucket, string Key, string Sha256);
