namespace TrailLake.Store;

/// <summary>The steps of a commit, in order. A crash after any of them must leave a lake that opens; tests break off at each.</summary>
enum CommitStep
{
    /// <summary>The ledger's slices stand under temporary names.</summary>
    LedgerWritten,

    /// <summary>A data file has its final name; comes once a file.</summary>
    DataRenamed,

    /// <summary>The ledger's files have their final names.</summary>
    LedgerRenamed,

    /// <summary>The ledger's log names the batch's rows; they do not count yet.</summary>
    LedgerCommitted,

    /// <summary>The log of the rejects names the batch's rows; they do not count yet.</summary>
    RejectsCommitted,

    /// <summary>The log of the copies names the batch's rows; they do not count yet.</summary>
    CopiesCommitted,

    /// <summary>The batch is in the lake.</summary>
    EventsCommitted,

    /// <summary>A checkpoint stands, its hint does not.</summary>
    CheckpointWritten,
}
