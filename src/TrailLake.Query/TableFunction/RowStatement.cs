namespace TrailLake.Query.TableFunction;

/// <summary>What a statement that reads rows wants of them.</summary>
/// <param name="Members">For each leaf inside of a struct or a list whether it is looked at.</param>
/// <param name="Cancellation">Stops what it reads.</param>
sealed record RowStatement(IReadOnlyList<bool> Members, CancellationToken Cancellation);
