namespace TrailLake.Answers.Lookups;

/// <summary>A record that delivered an event.</summary>
/// <param name="Object">URI of its object.</param>
/// <param name="Record">Which record of the object, counted from 0.</param>
/// <param name="Trail">Where the trail that delivered it writes: what stands before <c>AWSLogs/</c>, and the organization. Null when the
/// object's name does not tell.</param>
sealed record EventDelivery(string Object, long Record, string? Trail);
