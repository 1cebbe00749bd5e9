namespace TrailLake.Comparison.Needles;

/// <summary>A kind of searched value: where values are picked from, and what is asked about one.</summary>
/// <param name="Name">What is asked, in words.</param>
/// <param name="Pick">SQL that gives an event's value; null for an event that has none.</param>
/// <param name="Condition">
/// SQL that holds for the events that are wanted, <c>{0}</c> being the value as a literal; null for all events in which the value stands
/// anywhere.
/// </param>
/// <param name="Absent">A value that no event has, for questions about those; null to pick one from the data.</param>
sealed record NeedleKind(string Name, string Pick, string? Condition, string? Absent = null);
