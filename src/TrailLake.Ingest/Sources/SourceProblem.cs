namespace TrailLake.Ingest.Sources;

/// <summary>A part of a source that could not be listed or an object that could not be read.</summary>
/// <param name="Where">Prefix, folder or object.</param>
/// <param name="Message">What happened and what to do, in one line.</param>
public sealed record SourceProblem(string Where, string Message)
{
    /// <summary>True for what was passed over and holds no record that is missing: it is named, and the run counts as whole.</summary>
    public bool IsHarmless { get; init; }
}
