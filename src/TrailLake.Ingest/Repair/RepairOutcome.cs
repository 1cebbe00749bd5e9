namespace TrailLake.Ingest.Repair;

/// <summary>Outcomes for a damaged file.</summary>
enum RepairOutcome
{
    /// <summary>All of its rows are back.</summary>
    Restored,

    /// <summary>What could be brought back is back; the rest was given up and is recorded as lost.</summary>
    Partly,

    /// <summary>It was left as it is: not all of its rows can be brought back.</summary>
    Left,
}
