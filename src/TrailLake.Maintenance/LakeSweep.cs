using TrailLake.DeltaLog;
using TrailLake.Index;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance;

/// <summary>
/// Removes the leavings of batches that broke off. Only names that TrailLake itself gives are touched: a lake's folder may hold other
/// things.
/// </summary>
sealed class LakeSweep(LakeStore store)
{
    /// <summary>Longest grace: so long the log remembers which files were removed when.</summary>
    public static readonly TimeSpan MostGrace = DeltaSnapshot.RemovesKept;

    readonly LakeStore _store = store;
    readonly LakeTables _tables = store.Tables;
    readonly ILakeFormat _format = store.Format;

    /// <summary>
    /// Removes what was replaced or purged before the grace, and what crashed or refused batches left behind: temporary files, TrailLake's
    /// own files that no commit names, and ledger rows of batches that never came to be (those are taken out of the ledger's log first, and
    /// their files are removed by a later sweep).
    /// </summary>
    /// <param name="grace">
    /// Files younger than this stay, and so do those that were removed a shorter time ago: a batch may be writing them, a query may be
    /// reading them. It must be longer than any batch or query takes, and at most <see cref="MostGrace"/>.
    /// </param>
    /// <returns>Full paths of what was removed.</returns>
    public IReadOnlyList<string> Run(TimeSpan grace)
    {
        // A newer writer may leave files that no commit of this version's kind names.
        _store.RequireWritable();
        var before = DateTime.UtcNow - grace;
        var removed = new List<string>();
        var folders = Folders(before);
        RevokeDeadRows(_tables.Objects, before);
        RevokeDeadRows(_tables.Rejects, before);
        if (_tables.Copies.NewestVersion() >= 0)
        {
            RevokeDeadRows(_tables.Copies, before);
        }

        foreach (var table in _tables.All)
        {
            try
            {
                Remove(Unnamed(table, before));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw StorageErrors.CannotWrite(table.Address, e);
            }
        }

        Remove(UnneededIndexFiles(before));
        folders.ForEach(_tables.Storage.DeleteEmptyFolder);
        return removed;

        void Remove(List<string> names) => removed.AddRange(names.Where(_tables.Storage.TryDelete).Select(_tables.Storage.Address));
    }

    /// <summary>
    /// Folders of days and accounts that may be empty once the files are swept, the inner ones first. Young ones are left out: a batch may
    /// be about to give a file its name there. Should one go all the same, the batch makes it again.
    /// </summary>
    // Listed before anything is removed: that changes the times.
    List<string> Folders(DateTime before) => [.. _tables.Storage.ListFolders(_tables.Events.Name, before).Where(IsPartition)];

    static bool IsPartition(string folder) => folder.Split('/') is [_, var date, .. { Length: <= 1 } account]
        && date.StartsWith(CloudTrailSchema.DatePartition + "=", StringComparison.Ordinal)
        && account.All(name => name.StartsWith(CloudTrailSchema.AccountPartition + "=", StringComparison.Ordinal));

    /// <summary>Full paths of the files that <see cref="Run"/> would remove now. Changes nothing.</summary>
    public IReadOnlyList<string> Find(TimeSpan grace)
    {
        var before = DateTime.UtcNow - grace;
        List<string> found = [.. _tables.All.SelectMany(table => Unnamed(table, before)), .. UnneededIndexFiles(before)];
        return found.ConvertAll(_tables.Storage.Address);
    }

    /// <summary>
    /// Index files that no data file needs: damaged ones, and those whose data files are gone or in a younger index file.
    /// </summary>
    List<string> UnneededIndexFiles(DateTime before)
    {
        // First the files, then the log, as for tables. A batch gives its index a name before its commit: it is younger than any grace
        // then.
        var unneeded = new List<string>();
        var files = IndexFormat.List(_tables.Storage);
        if (files.Length == 0)
        {
            return unneeded;
        }

        var needed = Named(_tables.Events, before).Select(IndexFormat.PathHash).ToHashSet();
        foreach (var stored in files.Reverse())
        {
            // One of a later version is of use to a later TrailLake; one of an earlier version will be made anew by any.
            bool isNeeded = IndexFileReader.IsOfLaterVersion(stored);
            using (var index = IndexFileReader.TryOpen(stored))
            {
                foreach (var file in index?.Files ?? [])
                {
                    isNeeded |= needed.Remove(file.PathHash);
                }
            }

            if (!isNeeded && _tables.Storage.Find(stored.Name) is { } found && found.LastModified < before)
            {
                unneeded.Add(stored.Name);
            }
        }

        return unneeded;
    }

    /// <summary>
    /// Takes ledger files of batches that broke off before their own commit out of the log. TrailLake does not count them anyhow; other
    /// readers of the table do not know the rule.
    /// </summary>
    void RevokeDeadRows(DeltaTable table, DateTime before)
    {
        // First the ledger, then the events: a batch that is committed in between is among the transactions and stays.
        var ledger = table.Read(_format.ReadCheckpoint);
        var batches = _tables.Events.Read(_format.ReadCheckpoint).Transactions;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var actions = new List<DeltaAction>();
        foreach (var file in ledger.Files.Values)
        {
            if (file.Batch is { } batch && !batches.ContainsKey(batch) && file.ModificationTime < before)
            {
                actions.Add(new RemoveAction(DeltaPath.Encode(file.Path), now, DataChange: true, file.PartitionValues, file.Size));
            }
        }

        if (actions.Count > 0)
        {
            actions.Insert(0, CommitSignature.Commit(now, "DELETE", new Dictionary<string, string>()));
            table.RequireWritable(ledger.Protocol!);
            table.Append(ledger.Version, actions, kind: CommitKind.Removes);
        }
    }

    List<string> Unnamed(DeltaTable table, DateTime before)
    {
        // First the files, then the log: a file that is committed in between is in the snapshot and stays.
        var candidates = List(table, before);
        if (candidates.Count == 0)
        {
            return candidates;
        }

        var named = Named(table, before).Select(path => table.File(path).Name).ToHashSet();
        candidates.RemoveAll(named.Contains);
        return candidates;
    }

    /// <summary>
    /// Files that the table's log names, by their relative paths; also those that were taken out after <paramref name="before"/>: a reader
    /// with an older snapshot may be at them.
    /// </summary>
    List<string> Named(DeltaTable table, DateTime before)
    {
        var snapshot = table.Read(_format.ReadCheckpoint);
        var oldest = new DateTimeOffset(before, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return [.. snapshot.Files.Keys, .. snapshot.Removed.Where(pair => pair.Value.DeletionTimestamp >= oldest).Select(pair => pair.Key)];
    }

    List<string> List(DeltaTable table, DateTime before) => [.. _tables.Storage.ListAll(table.Name)
        .Where(file => file.LastModified < before && IsOurs(file.Name, table)).Select(file => file.Name)];

    static bool IsOurs(string name, DeltaTable table)
    {
        var leaf = StorageName.Leaf(name).ToString();
        var folder = StorageName.Folder(name);
        if (folder == table.LogFolder)
        {
            return LogNames.IsTemporary(leaf);
        }

        bool isStaged = folder == LakeTables.Staging(table) && leaf.EndsWith(StorageName.TemporaryEnd, StringComparison.Ordinal);
        return leaf.StartsWith("part-", StringComparison.Ordinal)
            ? isStaged || leaf.EndsWith(".parquet", StringComparison.Ordinal)
            : isStaged && IndexFormat.IsTemporary(leaf);
    }
}
