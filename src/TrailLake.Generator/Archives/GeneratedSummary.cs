namespace TrailLake.Generator.Archives;

/// <summary>What was written: the truth that tests and benchmarks compare with.</summary>
sealed record GeneratedSummary
{
    /// <summary>Distinct events.</summary>
    public long Events { get; init; }

    /// <summary>Records written once more by further trails.</summary>
    public long DuplicateEvents { get; init; }

    /// <summary>Objects, those of further trails included.</summary>
    public long Objects { get; init; }

    /// <summary>Bytes of all objects before compression.</summary>
    public long JsonBytes { get; init; }

    /// <summary>Bytes of all objects as written.</summary>
    public long GzipBytes { get; init; }

    /// <summary>Time that the generation took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Distinct events by <c>eventSource</c> and <c>eventName</c>, joined by a colon.</summary>
    public required IReadOnlyDictionary<string, long> EventsByName { get; init; }

    /// <summary>Distinct events by <c>recipientAccountId</c>.</summary>
    public required IReadOnlyDictionary<string, long> EventsByAccount { get; init; }

    /// <summary>Distinct events by UTC day of <c>eventTime</c>.</summary>
    public required IReadOnlyDictionary<DateOnly, long> EventsByDay { get; init; }

    /// <summary>Distinct events with an <c>errorCode</c>.</summary>
    public long Errors { get; init; }

    /// <summary>Distinct events whose <c>requestParameters</c> are null.</summary>
    public long NullRequestParameters { get; init; }

    /// <summary>Distinct events whose <c>responseElements</c> are null.</summary>
    public long NullResponseElements { get; init; }
}
