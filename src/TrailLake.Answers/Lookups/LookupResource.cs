namespace TrailLake.Answers.Lookups;

/// <summary>A resource that an event refers to.</summary>
/// <param name="Type">For example AWS::S3::Bucket; null when it is not known.</param>
/// <param name="Name">Name, id or ARN.</param>
public sealed record LookupResource(string? Type, string Name);
