namespace TrailLake.Store;

/// <summary>Why events that the ledger counts are not in the lake any more, or why fewer are than was recorded.</summary>
enum DeductionKind
{
    /// <summary>Retention: somebody purged them.</summary>
    Purge,

    /// <summary>Their file was damaged, and a repair that accepted losses could not bring them back.</summary>
    Loss,

    /// <summary>
    /// Exact copies of events that are there: two writers had let in the same record, and one of the rows was removed. Nothing is missing.
    /// </summary>
    Duplicate,

    /// <summary>
    /// Counts against the others: the ledger's rows of purged or lost events were lost themselves, so it does not count them any more.
    /// </summary>
    Forgotten,
}
