namespace TrailLake.Generator.Story;

/// <summary>What is true in the archive of <see cref="IncidentStory"/>: the answers that a search has to find.</summary>
sealed record IncidentFacts
{
    /// <summary>Events of the archive, the traffic around the incident included.</summary>
    public required long Events { get; init; }

    /// <summary>Events of the incident itself, its look-alikes and the answer to it.</summary>
    public required long StoryEvents { get; init; }

    /// <summary>Objects of the archive.</summary>
    public required long Objects { get; init; }

    /// <summary><c>eventID</c> of the call that deleted the bucket.</summary>
    public required string DeletionEventId { get; init; }

    /// <summary>When the bucket was deleted, UTC.</summary>
    public required DateTime DeletionTime { get; init; }

    /// <summary>ARN of the role session that deleted it.</summary>
    public required string DeletionArn { get; init; }

    /// <summary>Temporary key of that session.</summary>
    public required string DeletionAccessKey { get; init; }

    /// <summary><c>userAgent</c> of the deletion.</summary>
    public required string DeletionUserAgent { get; init; }

    /// <summary><c>requestParameters</c> of the deletion.</summary>
    public required string DeletionRequest { get; init; }

    /// <summary><c>eventID</c> of the AssumeRole call that issued the temporary key.</summary>
    public required string AssumeRoleEventId { get; init; }

    /// <summary>The leaked long-term key, which made that call.</summary>
    public required string LeakedAccessKey { get; init; }

    /// <summary>Key of the user that was left behind as a back door.</summary>
    public required string BackdoorAccessKey { get; init; }

    /// <summary>The <c>sharedEventID</c> of the first object that was read across accounts.</summary>
    public required string SharedEventId { get; init; }
}
