namespace TrailLake.Answers.Lookups;

/// <summary>The attribute keys of CloudTrail's LookupEvents.</summary>
public enum LookupKey
{
    EventId,
    EventName,
    ReadOnly,
    Username,
    ResourceType,
    ResourceName,
    EventSource,
    AccessKeyId,
}
