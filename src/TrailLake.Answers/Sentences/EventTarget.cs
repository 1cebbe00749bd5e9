namespace TrailLake.Answers.Sentences;

/// <summary>What an event is about.</summary>
/// <param name="Kind">In a person's words: bucket, user, security group; empty when it is not known.</param>
/// <param name="Name">Name, id or ARN, as delivered.</param>
public sealed record EventTarget(string Kind, string Name);
