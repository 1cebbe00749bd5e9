namespace TrailLake.Answers.Principals;

/// <summary>The number of events that have a value.</summary>
/// <param name="Value">The value; empty for events that have none.</param>
/// <param name="Events">All of them.</param>
/// <param name="Denied">Those that a policy refused.</param>
/// <param name="Failed">Those that did not take effect, the denied included.</param>
/// <param name="First">Time of the first of them.</param>
/// <param name="Last">Time of the last of them.</param>
public sealed record EventCount(string Value, long Events, long Denied, long Failed, DateTime? First, DateTime? Last);
