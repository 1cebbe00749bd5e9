using System.Collections.Generic;

namespace TrailLake.Query.Search;

/// <summary>A place in a statement that asks for <c>events_with('…')</c>.</summary>
/// <param name="Value">The searched value.</param>
/// <param name="Equal">
/// Columns that the statement itself compares, each with the text that it must equal: of the events about the value, it takes only rows for
/// which all of these hold.
/// </param>
sealed record EventsWithUse(string Value, IReadOnlyList<(string Column, string Text)> Equal);
