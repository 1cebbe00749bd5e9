using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// A data file of a batch that is being written: no reader takes it for data yet. Batches hold tens of thousands of these.
/// </summary>
sealed class StagedFile
{
    readonly DeltaTable _table;

    StagedFile(DeltaTable table, IPendingFile pending, DateOnly date, string account)
    {
        _table = table;
        Pending = pending;
        Date = date;
        Account = account;
    }

    /// <summary>Where to write it.</summary>
    public IPendingFile Pending { get; }

    /// <summary>Where it stands until the commit, for messages.</summary>
    public string TemporaryPath => Pending.Address;

    /// <summary>UTC day of its events.</summary>
    public DateOnly Date { get; }

    /// <summary>Account of its events.</summary>
    public string Account { get; }

    /// <summary>Path below the events table, with forward slashes.</summary>
    internal string RelativePath => Pending.Name[(_table.Name.Length + 1)..];

    /// <summary>Begins a file of a batch.</summary>
    /// <param name="account">Any text; an empty one becomes <c>unknown</c>.</param>
    internal static StagedFile Create(DeltaTable table, string batch, int number, DateOnly date, string account)
    {
        account = PartitionFolder.Normalize(account);
        IPendingFile pending = null!;
        StorageErrors.Guard(
            table.Storage.Address(LakeTables.Staging(table)),
            () => pending = LakeTables.Create(table, $"{PartitionFolder.Path(date, account)}/{LakeTables.FileName(batch, number)}"));
        return new StagedFile(table, pending, date, account);
    }

    /// <summary>Deletes it; only while no log can name it.</summary>
    internal void Delete()
    {
        Pending.Abandon();
        _table.Storage.TryDelete(Pending.Name);
    }
}
