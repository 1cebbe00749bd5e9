namespace TrailLake.Answers.Coverage;

/// <summary>Kinds of what is missing, or may be.</summary>
public enum CoverageFindingKind
{
    /// <summary>Hours without data where those before and after have some, against the rhythm of the account and region.</summary>
    Gap,

    /// <summary>The last delivery is long before the archive's end.</summary>
    BrokeOff,

    /// <summary>A trail was stopped or deleted.</summary>
    TrailStopped,

    /// <summary>Objects that could not be opened or read.</summary>
    Unreadable,

    /// <summary>Objects of which only the first part could be read, or nothing: log files without a record too.</summary>
    Damaged,

    /// <summary>Objects with records that could not become events.</summary>
    Rejected,

    /// <summary>Events that were purged: the ledger knows their objects still.</summary>
    Purged,

    /// <summary>Events that were lost with a damaged file, which a repair gave up.</summary>
    Lost,

    /// <summary>The span reaches beyond the archive's first or last event.</summary>
    OutsideArchive,

    /// <summary>An account or region that was asked for and that nothing was ever delivered of.</summary>
    NeverSeen,
}
