namespace TrailLake.Digests;

/// <summary>
/// A log file as a digest names it: where it was delivered to, and the SHA-256 of its uncompressed content in hexadecimal.
/// </summary>
sealed record DigestLogFile(string Bucket, string Key, string Sha256);
