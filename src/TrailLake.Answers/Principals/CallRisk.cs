namespace TrailLake.Answers.Principals;

/// <summary>How much a call deserves to be looked at.</summary>
/// <param name="Score">1 (worth a look) to 5 (what attackers do, and others rarely).</param>
/// <param name="Why">Why, in a few words.</param>
public readonly record struct CallRisk(int Score, string Why);
