namespace TrailLake.Answers.Evidence;

/// <summary>What is proven of the events that an answer names.</summary>
/// <param name="Named">Events that the rows name.</param>
/// <param name="Verified">Those of them of which any object that delivered them is verified.</param>
sealed record EvidenceEvents(long Named, long Verified);
