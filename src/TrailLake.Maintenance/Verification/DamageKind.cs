namespace TrailLake.Maintenance.Verification;

/// <summary>Kinds of damage to a file of the lake.</summary>
public enum DamageKind
{
    /// <summary>A commit names it and it is not there.</summary>
    Missing,

    /// <summary>It has another size or SHA-256 than when it was committed.</summary>
    Changed,

    /// <summary>It cannot be decoded.</summary>
    Unreadable,

    /// <summary>Its statistics, or the log's, do not hold for its values: a search may pass over rows that are there.</summary>
    Statistics,

    /// <summary>It holds rows that are not what was ingested: their keyed hashes do not belong to their records.</summary>
    Rows,

    /// <summary>Another program changed the rows of the ledger that it has: nothing proves them.</summary>
    Foreign,

    /// <summary>Another program took rows out that the ledger counts.</summary>
    Removed,
}
