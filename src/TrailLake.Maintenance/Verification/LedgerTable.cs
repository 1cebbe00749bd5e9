using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>One of the tables beside the events at one version, with the files whose rows may count.</summary>
sealed class LedgerTable
{
    public LedgerTable(string name, DeltaTable table, ILakeFormat format, LakeSnapshot snapshot)
    {
        Name = name;
        Table = table;
        var state = table.Read(format.ReadCheckpoint);
        Version = state.Version;
        Files =
        [
            .. state.Files.Values.Where(file => file.Batch is not { } batch || snapshot.Batches.Contains(batch))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    public string Name { get; }

    public DeltaTable Table { get; }

    public long Version { get; }

    public IReadOnlyList<LiveFile> Files { get; }

    public StoredFile File(LiveFile file) => Table.File(file.Path);

    /// <summary>Path below the lake's folder.</summary>
    public string RelativePath(LiveFile file) => $"{Name}/{file.Path}";
}
