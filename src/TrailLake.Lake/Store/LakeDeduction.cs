using TrailLake.DeltaLog;
using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// Events that the ledger counts and that were taken out of the lake for good. It stands in the events log as a transaction, which
/// checkpoints keep: the commit that names who and why may be cleaned away, the sum must still add up.
/// </summary>
/// <param name="Kind">Why they are gone.</param>
/// <param name="Date">
/// For a purge the first UTC day that was kept; for a forgotten one the day of the repair; else the day of the events.
/// </param>
/// <param name="Account">Account of the events; null for all.</param>
/// <param name="Events">How many.</param>
/// <param name="Time">When, UTC; null when another program rewrote the log without it.</param>
sealed record LakeDeduction(DeductionKind Kind, DateOnly Date, string? Account, long Events, DateTime? Time)
{
    const string Scheme = "traillake:";
    const string AllAccounts = "*";

    /// <summary>What it takes off the ledger's events; negative for <see cref="DeductionKind.Forgotten"/>.</summary>
    public long Balance => Kind == DeductionKind.Forgotten ? -Events : Events;

    /// <summary>Whether events of a day and account may be among them.</summary>
    public bool Covers(DateOnly date, string account) =>
        (Account is null || Account == account) && CoversAny(date, date);

    /// <summary>Whether events from one day to another, of any account, may be among them.</summary>
    public bool CoversAny(DateOnly first, DateOnly last) => Kind switch
    {
        DeductionKind.Purge => first < Date,
        DeductionKind.Loss or DeductionKind.Duplicate => first <= Date && Date <= last,
        _ => false,
    };

    /// <summary>True for the transactions that are deductions and no batches.</summary>
    internal static bool IsDeduction(string application) => application.StartsWith(Scheme, StringComparison.Ordinal);

    internal static LakeDeduction? Parse(TxnAction transaction)
    {
        // The account comes last: it may hold anything, colons too. One that begins like the mark of all accounts has the mark before it.
        // A kind or form of a later version is not understood and not guessed at.
        var parts = transaction.AppId.Split(':', 5);
        if (parts.Length != 5 || !PartitionFolder.TryParseDate(parts[2], out var date))
        {
            return null;
        }

        DeductionKind? kind = parts[1] switch
        {
            "purge" => DeductionKind.Purge,
            "loss" => DeductionKind.Loss,
            "forgotten" => DeductionKind.Forgotten,
            "duplicate" => DeductionKind.Duplicate,
            _ => null,
        };
        DateTime? time = transaction.LastUpdated is { } updated ? DateTimeOffset.UnixEpoch.UtcDateTime.AddMilliseconds(updated) : null;
        string? account = parts[4] == AllAccounts ? null
            : parts[4].StartsWith(AllAccounts + AllAccounts, StringComparison.Ordinal) ? parts[4][AllAccounts.Length..]
            : parts[4];
        return kind is null ? null : new LakeDeduction(kind.Value, date, account, transaction.Version, time);
    }

    /// <summary>The transaction. Its name is unique: a second purge of the same days adds to the first and does not replace it.</summary>
    internal TxnAction ToAction(long now)
    {
        var kind = Kind switch
        {
            DeductionKind.Purge => "purge",
            DeductionKind.Loss => "loss",
            DeductionKind.Forgotten => "forgotten",
            _ => "duplicate",
        };
        var name = Account is null || Account.StartsWith(AllAccounts, StringComparison.Ordinal) ? AllAccounts + Account : Account;
        return new TxnAction($"{Scheme}{kind}:{PartitionFolder.Date(Date)}:{Guid.CreateVersion7():N}:{name}", Events, now);
    }
}
