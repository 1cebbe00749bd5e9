namespace TrailLake.Digests;

/// <summary>The verdict about a digest of a chain, or about what is missing between two.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Digest">The digest whose log files come next; null for what is missing.</param>
sealed record Judgement(Verdict Verdict, DigestFile? Digest);
