using TrailLake.DeltaLog;

namespace TrailLake.Store;

/// <summary>
/// What the events log says with the number of a batch's <c>txn</c> action: whether the table <c>copies</c> accounts for the batch's
/// duplicates. The protocol leaves the number to the writer, checkpoints keep it, and versions of TrailLake that knew none but 1 read past
/// it.
/// </summary>
static class BatchTransaction
{
    /// <summary>Some of the batch's duplicates may be in no row of <c>copies</c>: a version before that table wrote it.</summary>
    public const long Batch = 1;

    /// <summary>Every duplicate that the batch's ledger rows count is in a row of <c>copies</c>.</summary>
    public const long BatchWithCopies = 2;

    /// <summary>No batch but a replacement, such as an optimization, that wrote rows of <c>copies</c>. It has no ledger rows.</summary>
    public const long Replacement = 3;

    /// <summary>A batch whose rows of <c>copies</c> were given up, or do not fit its ledger rows any more since a repair.</summary>
    public const long BatchWithoutCopies = 4;

    // It begins as deductions do, which versions that do not know one leave alone.
    const string TableName = "traillake:copies";

    /// <summary>Says in the events log that the lake has a table <c>copies</c>: then one that is not there was lost.</summary>
    public static TxnAction Table(long now) => new(TableName, 1, now);

    /// <summary>Whether a table's log says so.</summary>
    public static bool HasTable(DeltaSnapshot events) => events.Transactions.ContainsKey(TableName);

    /// <summary>True for the action with which a batch came into the lake; false for what only says something about one.</summary>
    public static bool IsCommit(TxnAction txn) => !LakeDeduction.IsDeduction(txn.AppId) && txn.Version is Batch or BatchWithCopies;
}
