namespace TrailLake.Answers.Lookups;

/// <summary>The attribute keys of CloudTrail's LookupEvents.</summary>
public enum LookupKey
{
    /// <summary>Id of the event.</summary>
    EventId,

    /// <summary>API as delivered.</summary>
    EventName,

    /// <summary>"true" or "false".</summary>
    ReadOnly,

    /// <summary>A user's name, a role session's name, or root.</summary>
    Username,

    /// <summary>Type of a resource of the event.</summary>
    ResourceType,

    /// <summary>Name or ARN of a resource of the event.</summary>
    ResourceName,

    /// <summary>Service as delivered, for example <c>s3.amazonaws.com</c>.</summary>
    EventSource,

    /// <summary>Access key that the call was signed with.</summary>
    AccessKeyId,
}
