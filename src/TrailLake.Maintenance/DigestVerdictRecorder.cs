using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance;

/// <summary>
/// Writes what a verification found out about objects into the ledger: files whose rows change are replaced, so that the table keeps one
/// row for each object also for other readers. One commit takes the old files out and the new ones in, so a crash leaves all or none.
/// The rows keep their batches: which of them count is still for the events log to say. Readers of older snapshots keep the old files until
/// they are swept.
/// </summary>
/// <param name="verdict">
/// Gives an object's new <see cref="ObjectRow.Verified"/>, or null to leave it as it is. It must be about the bytes that the row's
/// hashes name.
/// </param>
sealed class DigestVerdictRecorder(LakeStore store, Func<ObjectRow, string?> verdict)
{
    const int Attempts = 5;

    readonly LakeStore _store = store;
    readonly DeltaTable _table = store.Tables.Objects;
    readonly string _id = Guid.CreateVersion7().ToString("N");
    int _files;

    /// <summary>Runs; gives the number of changed rows by their new value, none when nothing changed and nothing was committed.</summary>
    /// <exception cref="Errors.TrailLakeException">
    /// The disk is full or refuses, or another writer kept replacing the same files.
    /// </exception>
    public IReadOnlyDictionary<string, long> Run()
    {
        _store.RequireWritable();
        try
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                if (TryRun() is { } changed)
                {
                    return changed;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotWrite(_table.Address, e);
        }

        throw LakeErrors.LedgerReplaced(_store.Directory);
    }

    Dictionary<string, long>? TryRun()
    {
        // First the events, then the ledger, as for every snapshot: whatever batch is known, the ledger has all of it.
        var batches = _store.Tables.Events.Read(_store.Format.ReadCheckpoint).Transactions;
        var ledger = _table.Read(_store.Format.ReadCheckpoint);
        var changed = new Dictionary<string, long>();
        var written = new List<IPendingFile>();
        var actions = new List<DeltaAction>();
        bool isPublished = false;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        try
        {
            foreach (var file in ledger.Files.Values)
            {
                // A batch that is not committed yet may still take its file back by name.
                if (file.Batch is { } batch && batches.ContainsKey(batch) && Rewrite(file, changed) is { } rows)
                {
                    var add = Write(file, rows, written, now);
                    actions.Add(new RemoveAction(DeltaPath.Encode(file.Path), now, DataChange: true, file.PartitionValues, file.Size));
                    actions.Add(add);
                }
            }

            if (actions.Count == 0)
            {
                return changed;
            }

            _table.Storage.Publish(written);
            _store.Fault?.Invoke(CommitStep.LedgerRenamed);
            actions.Insert(0, CommitSignature.Commit(now, "UPDATE", new Dictionary<string, string> { ["set"] = "verified" }));
            var removed = actions.OfType<RemoveAction>().Select(action => action.Path).ToHashSet();
            isPublished = true;
            if (TryAppend(ledger.Version, actions, removed) is not { } version)
            {
                isPublished = false;
                return null;
            }

            _store.Fault?.Invoke(CommitStep.LedgerCommitted);
            _store.Checkpointer.AfterCommit(_table, version);
            PublishVersion(now);
            return changed;
        }
        finally
        {
            // Once the commit may name them, they stay; what it does not name is swept.
            if (!isPublished)
            {
                foreach (var file in written)
                {
                    file.Abandon();
                    _table.Storage.TryDelete(file.Name);
                }
            }
        }
    }

    List<ObjectRow>? Rewrite(LiveFile file, Dictionary<string, long> changed)
    {
        var rows = new List<ObjectRow>();
        bool differs = false;
        foreach (var row in _store.Format.ReadObjects(_table.File(file.Path)))
        {
            var verified = verdict(row) ?? row.Verified;
            if (verified != row.Verified)
            {
                differs = true;
                changed[verified!] = changed.GetValueOrDefault(verified!) + 1;
            }

            rows.Add(verified == row.Verified ? row : row with { Verified = verified });
        }

        return differs ? rows : null;
    }

    AddAction Write(LiveFile old, List<ObjectRow> rows, List<IPendingFile> written, long now)
    {
        var name = LakeTables.FileName(_id, _files++);
        var file = LakeTables.Create(_table, name);
        written.Add(file);
        long bytes = _store.Format.WriteObjects(file, rows);
        return new AddAction(
            DeltaPath.Encode(name), old.PartitionValues, bytes, now, DataChange: true, Stats: null,
            LiveFile.Tags(old.Batch!, FileHash.Compute(file.Written)));
    }

    /// <summary>Commits unless another writer has taken one of our files out meanwhile; its rows may then stand elsewhere.</summary>
    long? TryAppend(long seen, List<DeltaAction> actions, HashSet<string> removed)
    {
        bool conflict = false;
        try
        {
            return _table.Append(seen, actions, (_, others) =>
            {
                if (others.OfType<RemoveAction>().Any(action => removed.Contains(action.Path)))
                {
                    conflict = true;
                    throw LakeErrors.LedgerReplaced(_store.Directory);
                }
            }, CommitKind.Adds | CommitKind.Removes);
        }
        catch (Errors.TrailLakeException) when (conflict)
        {
            return null;
        }
    }

    /// <summary>
    /// Gives the lake a new version. The verdicts stand without it: it tells open stores that there is something new, and names the moment
    /// in the lake's history.
    /// </summary>
    void PublishVersion(long now)
    {
        var events = _store.Tables.Events;
        var commit = CommitSignature.Commit(now, "VERIFY", new Dictionary<string, string>());
        long version = events.Append(events.NewestVersion(), [commit]);
        _store.Checkpointer.AfterCommit(events, version);
    }
}
