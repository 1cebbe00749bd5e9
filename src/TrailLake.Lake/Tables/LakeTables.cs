using TrailLake.DeltaLog;
using TrailLake.Storage;

namespace TrailLake.Tables;

/// <summary>The four tables of a lake, and how their files are named.</summary>
sealed class LakeTables(ILakeStorage storage)
{
    /// <summary>Folder, in each table, for files that are being written. Readers pass over names that begin with an underscore.</summary>
    const string StagingFolder = "_staging";

    public ILakeStorage Storage { get; } = storage;

    /// <summary>Where people find the lake.</summary>
    public string Address => Storage.Address("");

    public DeltaTable Events { get; } = new DeltaTable(storage, "events", TableProperties.RuleOfEvents);

    public DeltaTable Objects { get; } = new DeltaTable(storage, "objects", TableProperties.RuleOfLedger);

    public DeltaTable Rejects { get; } = new DeltaTable(storage, "rejects", TableProperties.RuleOfLedger);

    /// <summary>A lake that an older version wrote has none until the first batch of this one.</summary>
    public DeltaTable Copies { get; } = new DeltaTable(storage, "copies", TableProperties.RuleOfLedger);

    /// <summary>The tables that there are.</summary>
    public IReadOnlyList<DeltaTable> All => Copies.NewestVersion() < 0 ? [Events, Objects, Rejects] : [Events, Objects, Rejects, Copies];

    /// <summary>The folder, in a table, for files that are being written.</summary>
    public static string Staging(DeltaTable table) => StorageName.In(table.Name, StagingFolder);

    /// <summary>Name of a file of a batch, within its folder.</summary>
    /// <param name="number">Counts the batch's files in the table.</param>
    public static string FileName(string batch, int number) => $"part-{batch}-{number:D5}.parquet";

    /// <summary>Begins a file of a table.</summary>
    /// <param name="path">Below the table.</param>
    public static IPendingFile Create(DeltaTable table, string path) => table.Storage.Create(table.File(path).Name, Staging(table));
}
