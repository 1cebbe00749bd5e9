using TrailLake.Maintenance;
using TrailLake.Maintenance.Verification;
using TrailLake.Storage;
using TrailLake.Store;

namespace TrailLake.Ingest.Repair;

/// <summary>The damaged files of one table of the ledger.</summary>
sealed class DamagedFiles(LakeStore store, LedgerTable table, IReadOnlyList<LakeDamage> damages)
{
    /// <summary>The sound files of the table.</summary>
    public IEnumerable<StoredFile> SoundFiles => table.Files
        .Where(file => !damages.Any(damage => damage.Path == table.RelativePath(file)))
        .Select(table.File);

    /// <summary>Puts one file with these rows in the place of all of them.</summary>
    /// <param name="batch">The batch of all rows; null when they are of several.</param>
    public void Replace<TRow>(IReadOnlyList<TRow> rows, string? batch, Func<IPendingFile, IReadOnlyList<TRow>, long> write)
    {
        var live = table.Files.ToDictionary(table.RelativePath, StringComparer.Ordinal);
        long since = table.Version;
        foreach (var damage in damages)
        {
            since = LedgerFileReplacement.Replace(store, table.Table, since, live[damage.Path], rows, batch, write, "RESTORE");
            rows = [];
        }
    }

    /// <summary>What became of them.</summary>
    public IEnumerable<RepairedFile> Report(RepairOutcome outcome, string? message) =>
        damages.Select(damage => new RepairedFile(damage, outcome, message));
}
