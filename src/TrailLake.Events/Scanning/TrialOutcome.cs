namespace TrailLake.Scanning;

/// <summary>Outcomes of trying a place as the begin of a record.</summary>
enum TrialOutcome
{
    /// <summary>Not well-formed, or not to its end.</summary>
    Broken,

    /// <summary>A well-formed object, but no record and nothing that holds one.</summary>
    Other,

    /// <summary>A record, or an element that holds one.</summary>
    Element,
}
