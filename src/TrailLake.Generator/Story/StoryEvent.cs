namespace TrailLake.Generator.Story;

/// <summary>One record of the story; the JSON parts are JSON text.</summary>
sealed record StoryEvent(DateTime Time, StoryCaller Caller, string Service, string Name)
{
    /// <summary>Account whose trail records it; that of the caller when null.</summary>
    public string? Recipient { get; init; }

    public string Region { get; init; } = "us-east-1";

    public bool IsReadOnly { get; init; }

    public bool IsData { get; init; }

    public string Version { get; init; } = "1.11";

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public string Request { get; init; } = "null";

    public string Response { get; init; } = "null";

    public string? Resources { get; init; }

    public string? SharedEventId { get; init; }

    /// <summary>Bytes that the call took out of S3; for S3 only.</summary>
    public long BytesOut { get; init; }

    /// <summary>Identity shown instead of the caller's own: the other account sees less.</summary>
    public string? ShownIdentity { get; init; }

    public Guid EventId { get; init; }
}
