using TrailLake.Answers.Sentences;

namespace TrailLake.Answers.Timelines;

/// <summary>One call, or several equal ones in a row.</summary>
public sealed record TimelineEntry
{
    /// <summary>The first of the calls.</summary>
    public required EventFacts First { get; init; }

    /// <summary>When the last of them was made.</summary>
    public required DateTime Last { get; init; }

    /// <summary>How many there were.</summary>
    public required long Count { get; init; }

    /// <summary>Who did what to what, from where, with what result.</summary>
    public required string Sentence { get; init; }

    /// <summary>What the first of the calls is about.</summary>
    public required IReadOnlyList<EventTarget> Targets { get; init; }
}
