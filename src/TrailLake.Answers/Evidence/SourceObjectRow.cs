namespace TrailLake.Answers.Evidence;

/// <summary>A source object as the ledger knows it.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="ETag">Content identity as the source gave it.</param>
/// <param name="Sha256">SHA-256 of the bytes as delivered, lower-case hex; null when it could not be read.</param>
/// <param name="ContentSha256">SHA-256 of the uncompressed content, which digest files sign.</param>
/// <param name="State"><c>done</c>, <c>damaged</c> or <c>unreadable</c>.</param>
/// <param name="Verified">What the check against its digest file said; null when it was not checked.</param>
sealed record SourceObjectRow(string Uri, string ETag, string? Sha256, string? ContentSha256, string? State, string? Verified);
