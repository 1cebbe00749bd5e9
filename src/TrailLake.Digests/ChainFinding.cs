namespace TrailLake.Digests;

/// <summary>The verdict about a digest of a chain, whose log files come next, or about what is missing between two.</summary>
sealed record ChainFinding(DigestVerdict Verdict, DigestFile? Digest);
