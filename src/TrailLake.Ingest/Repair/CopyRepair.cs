using TrailLake.Maintenance.Verification;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>
/// Gives up what damaged files of copies held, when that is accepted: an object tells its records, not which of its equals was kept. The
/// batches are marked, so that nobody takes the duplicates of which nothing is known any more for events that were delivered once.
/// </summary>
sealed class CopyRepair(LakeStore store, RepairOptions options, List<RepairedFile> files)
{
    const string Left = "which objects delivered events too cannot be read again; with --accept-loss that is given up, and verify lake "
        + "counts the duplicates of which nothing is known";

    const string GivenUp = "which objects delivered events too was given up; verify lake counts the duplicates of which nothing is known";

    /// <summary>
    /// Marks batches, in a commit of its own: before their rows change, so that a repair that breaks off leaves no wrong count.
    /// </summary>
    public static void Forget(LakeStore store, LakeSnapshot snapshot, IEnumerable<string?> batches)
    {
        List<string?> all = [.. batches];
        List<string> known = [.. snapshot.BatchesWithCopies.Where(batch => all.Contains(null) || all.Contains(batch))];
        if (known.Count == 0)
        {
            return;
        }

        using var replacement = store.BeginReplacement(snapshot);
        known.ForEach(replacement.ForgetCopies);
        replacement.Commit("RESTORE", new Dictionary<string, string>(), dataChange: false);
    }

    public void Run(LakeVerification found)
    {
        List<LakeDamage> damages = [.. found.Damages.Where(damage => damage.Table == "copies")];
        if (damages.Count == 0)
        {
            return;
        }

        if (!options.AcceptLoss)
        {
            files.AddRange(damages.Select(damage => new RepairedFile(damage, RepairOutcome.Left, Left)));
            return;
        }

        var snapshot = store.Snapshot();
        Forget(store, snapshot, damages.Select(damage => damage.Batch));
        store.Tables.Copies.CreateIfMissing(TableSchemas.CreateCopies);
        var table = new LedgerTable("copies", store.Tables.Copies, store.Format, store.Snapshot());
        var live = table.Files.Select(table.RelativePath).ToHashSet(StringComparer.Ordinal);
        var damaged = new DamagedFiles(store, table, damages.FindAll(damage => live.Contains(damage.Path)));
        damaged.Replace<CopyRow>([], null, store.Format.WriteCopies);
        files.AddRange(damages.Select(damage => new RepairedFile(damage, RepairOutcome.Partly, GivenUp)));
    }
}
