namespace TrailLake.Lake.Verification;

/// <summary>What the ledger says of an object, over all of its rows, and what the files hold.</summary>
struct ObjectCounts
{
    public long LedgerEvents;
    public long FoundEvents;
    public int LedgerRejects;
    public int FoundRejects;
    public bool IsInLedger;

    public readonly bool Agree => LedgerEvents == FoundEvents && LedgerRejects == FoundRejects;
}
