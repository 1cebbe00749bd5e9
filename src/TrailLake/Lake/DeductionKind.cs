namespace TrailLake.Lake;

/// <summary>Why events that the ledger counts are not in the lake any more.</summary>
public enum DeductionKind
{
    /// <summary>Retention: somebody purged them.</summary>
    Purge,

    /// <summary>Their file was damaged, and a repair that accepted losses could not bring them back.</summary>
    Loss,
}
