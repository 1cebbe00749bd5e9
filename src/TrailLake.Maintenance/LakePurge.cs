using System.Globalization;
using TrailLake.Errors;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance;

/// <summary>
/// Retention: takes whole days out of the lake in one commit. The ledger keeps its rows, so that the next ingest does not bring the events
/// back; how many went is recorded beside the batches. Whoever reads an older snapshot meanwhile finishes on it: the files are swept later.
/// </summary>
/// <param name="before">First UTC day that is kept.</param>
/// <param name="account">Only this account's events; null for all.</param>
sealed class LakePurge(LakeStore store, DateOnly before, string? account = null)
{
    // Each attempt has lost a race against another purge, repair or compaction.
    const int MostAttempts = 100;

    /// <summary>Counts what would go now; changes nothing.</summary>
    public PurgePlan Plan() => Plan(store.Snapshot());

    /// <summary>Takes it out of the lake.</summary>
    /// <returns>What went. When there was nothing, no commit was made and its version is that of the newest.</returns>
    /// <exception cref="TrailLakeException">The lake cannot be written.</exception>
    public PurgePlan Run()
    {
        for (int attempt = 1; ; attempt++)
        {
            var snapshot = store.Snapshot();
            var plan = Plan(snapshot);
            if (plan.Files == 0)
            {
                return plan;
            }

            try
            {
                return plan with { Version = Commit(snapshot, plan) };
            }
            catch (TrailLakeException e) when (e.Kind == ErrorKind.Conflict && attempt < MostAttempts)
            {
                // Somebody took out one of the files first: count anew.
            }
        }
    }

    long Commit(LakeSnapshot snapshot, PurgePlan plan)
    {
        using var replacement = store.BeginReplacement(snapshot);
        foreach (var file in Chosen(snapshot))
        {
            replacement.Remove(file);
        }

        replacement.Deduct(new LakeDeduction(DeductionKind.Purge, before, account, plan.Events, null));
        return replacement.Commit("DELETE", Parameters(plan), dataChange: true);
    }

    PurgePlan Plan(LakeSnapshot snapshot)
    {
        var accounts = new List<PurgedAccount>();
        foreach (var group in Chosen(snapshot).GroupBy(file => file.Account).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            accounts.Add(new PurgedAccount(
                group.Key,
                group.Select(file => file.Date).Distinct().Count(),
                group.Min(file => file.Date),
                group.Max(file => file.Date),
                group.Count(),
                group.Sum(CountRows),
                group.Sum(file => file.Bytes)));
        }

        return new PurgePlan(before, account, snapshot.Version, accounts);
    }

    IEnumerable<DataFile> Chosen(LakeSnapshot snapshot) =>
        snapshot.Files.Where(file => file.Date < before && (account is null || file.Account == account));

    /// <summary>Rows of a file: from the log, or counted where another writer's log does not say.</summary>
    long CountRows(DataFile file)
    {
        if (file.Rows >= 0)
        {
            return file.Rows;
        }

        long rows = 0;
        store.Format.ReadEventIds(file.File, null, (_, _, _, _) => rows++);
        return rows;
    }

    Dictionary<string, string> Parameters(PurgePlan plan)
    {
        var parameters = new Dictionary<string, string>
        {
            ["purgeBefore"] = PartitionFolder.Date(before),
            ["purgedEvents"] = plan.Events.ToString(CultureInfo.InvariantCulture),
            ["purgedFiles"] = plan.Files.ToString(CultureInfo.InvariantCulture),
            ["user"] = Environment.UserName,
            ["host"] = Environment.MachineName,
        };
        if (account is not null)
        {
            parameters["purgeAccount"] = account;
        }

        return parameters;
    }
}
