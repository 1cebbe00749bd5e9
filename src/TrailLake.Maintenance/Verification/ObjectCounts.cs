namespace TrailLake.Maintenance.Verification;

/// <summary>
/// What the ledger counts of an object, over all of its rows, beyond what the files hold. There is one for each object of the lake, so it
/// is small.
/// </summary>
struct ObjectCounts
{
    /// <summary>Events that the ledger counts and no sound file has; negative when there are more than the ledger counts.</summary>
    public long Events;

    /// <summary>As <see cref="Events"/>, of rejects.</summary>
    public int Rejects;

    /// <summary>Duplicates that the ledger counts, less those in rows of copies; only of batches that promise a row for each.</summary>
    public int Copies;

    public bool IsInLedger;

    public readonly bool Agree => Events == 0 && Rejects == 0;
}
