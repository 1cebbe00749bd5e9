namespace TrailLake.Tables;

/// <summary>States of a source object: how far it got.</summary>
public enum ObjectState
{
    /// <summary>Read to its end; some of its records may be rejects.</summary>
    Done,

    /// <summary>
    /// Broke off (truncated, corrupt, over a limit), or holds stretches in which several records may be lost: all others are kept, and the
    /// reason is in the rejects. Or a log file without a record, which CloudTrail never delivers. It is not read again as long as its ETag
    /// stays the same.
    /// </summary>
    Damaged,

    /// <summary>Could not be opened or read (permission, network): it is tried again by the next run.</summary>
    Unreadable,
}
