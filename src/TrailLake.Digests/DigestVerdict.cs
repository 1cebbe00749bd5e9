namespace TrailLake.Digests;

/// <summary>One finding of a verification.</summary>
/// <param name="Uri">The digest or log file, where it is or should be.</param>
/// <param name="Why">What it rests on, in one line; null for what is valid and ordinary.</param>
/// <param name="Trail">The chain that it belongs to; for a log file that no digest names, only account and region are known.</param>
sealed record DigestVerdict(DigestVerdictKind Kind, string Uri, DigestState State, string? Why, TrailId Trail);
