namespace TrailLake.Query.Sql;

/// <summary>A user's statement that only reads, and what it asks for.</summary>
/// <param name="Searched">Its uses of <c>events_with</c>.</param>
/// <param name="Members">For each leaf inside of a struct or a list whether the statement may look at it.</param>
sealed record JudgedStatement(IReadOnlyList<EventsWithUse> Searched, IReadOnlyList<bool> Members);
