namespace TrailLake.Scanning;

/// <summary>What a place is that a record may begin at.</summary>
enum TrialOutcome
{
    /// <summary>Not well-formed, or not to its end.</summary>
    Broken,

    /// <summary>A well-formed object, but no record and nothing that holds one.</summary>
    Other,

    /// <summary>A record, or an element that holds one.</summary>
    Element,
}
