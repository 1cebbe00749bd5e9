namespace TrailLake.Answers.Coverage;

/// <summary>A call that changed what a trail records, and that took effect.</summary>
public sealed record TrailChange
{
    /// <summary>When, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary><c>StopLogging</c>, <c>DeleteTrail</c>, <c>StartLogging</c>, …</summary>
    public required string EventName { get; init; }

    /// <summary>Account whose trail recorded it.</summary>
    public required string Account { get; init; }

    /// <summary>Region that it was called in.</summary>
    public string? Region { get; init; }

    /// <summary>Name of the trail; empty when the call does not say.</summary>
    public required string Trail { get; init; }

    /// <summary>Who called.</summary>
    public required string Who { get; init; }

    /// <summary>Where the call came from.</summary>
    public string? Address { get; init; }

    /// <summary>The event.</summary>
    public string? EventId { get; init; }

    /// <summary>What is recorded less after it, as far as its parameters say; null when nothing is known to be.</summary>
    public string? Narrowed { get; init; }
}
