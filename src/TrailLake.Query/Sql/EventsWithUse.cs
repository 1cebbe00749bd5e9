namespace TrailLake.Query.Sql;

/// <summary>A place in a statement that asks for <c>events_with('…')</c>.</summary>
/// <param name="Value">The searched value.</param>
/// <param name="Equal">What the statement itself asks of every row that it takes: columns, each with the text that it must equal.</param>
sealed record EventsWithUse(string Value, IReadOnlyList<(string Column, string Text)> Equal);
