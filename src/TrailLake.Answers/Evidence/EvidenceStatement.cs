namespace TrailLake.Answers.Evidence;

/// <summary>A statement of an answer.</summary>
/// <param name="Sql">The SQL.</param>
/// <param name="Parameters">Texts for its question marks.</param>
/// <param name="Rows">Rows that were read of its result.</param>
sealed record EvidenceStatement(string Sql, IReadOnlyList<string> Parameters, long Rows);
