namespace TrailLake.Answers.Principals;

/// <summary>A call that a principal made, and how much it deserves to be looked at.</summary>
/// <param name="Service">For example s3.</param>
/// <param name="EventName">API as delivered.</param>
/// <param name="Risk">Null for a call that the table of risks does not list.</param>
/// <param name="Count">How often, and when.</param>
public sealed record RiskyCall(string Service, string EventName, CallRisk? Risk, EventCount Count);
