namespace TrailLake.Query.Entities;

/// <summary>Kinds of what an investigator names.</summary>
enum EntityKind
{
    /// <summary>A user, role, session, bucket, function, … by its name.</summary>
    Name,

    /// <summary>An access key: AKIA… (long-term) or ASIA… (temporary).</summary>
    AccessKey,

    /// <summary>The unique id of a user, role or the like: AIDA…, AROA….</summary>
    PrincipalId,

    /// <summary>An ARN.</summary>
    Arn,

    /// <summary>One IPv4 or IPv6 address.</summary>
    Address,

    /// <summary>A range of addresses.</summary>
    Cidr,

    /// <summary>A UUID: an event, shared event or request ID, or the id of a KMS key.</summary>
    EventId,

    /// <summary>An account of twelve digits.</summary>
    Account,

    /// <summary>The id of an EC2 resource or the like: i-…, sg-…, vol-….</summary>
    ResourceId,
}
