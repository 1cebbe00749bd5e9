namespace TrailLake.Query.Sql;

/// <summary>What a user's statement that only reads was found to ask for.</summary>
/// <param name="Searched">Its uses of <c>events_with</c>.</param>
/// <param name="Members">For each leaf inside of a struct or a list whether the statement may look at it.</param>
sealed record JudgedStatement(IReadOnlyList<EventsWithUse> Searched, IReadOnlyList<bool> Members);
