namespace TrailLake.Answers.Timelines;

/// <summary>What a timeline shows.</summary>
public sealed record TimelineOptions
{
    /// <summary>True to show every read-only call, not only <see cref="Timeline.AlwaysShown"/>.</summary>
    public bool IncludeReads { get; init; }

    /// <summary>Longest pause within a group of repeated calls; a negative one lists every call.</summary>
    public TimeSpan GroupPause { get; init; } = TimeSpan.FromMinutes(5);
}
