using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance;

/// <summary>
/// Replaces one file of the ledger's tables in one commit of its table. Rows keep the batch that they say, so that they go on counting
/// exactly when that batch is in the events log.
/// </summary>
static class LedgerFileReplacement
{
    /// <summary>Writes rows in place of a file.</summary>
    /// <param name="old">The live file, of a snapshot at <paramref name="since"/>; null adds rows only.</param>
    /// <param name="batch">The batch of all rows; null when they are of several.</param>
    /// <param name="operation">For the log's history.</param>
    /// <exception cref="Errors.TrailLakeException">
    /// The disk refuses, or (kind Conflict) another writer has replaced the file first.
    /// </exception>
    public static long Replace<TRow>(
        LakeStore store, DeltaTable table, long since, LiveFile? old, IReadOnlyList<TRow> rows, string? batch,
        Func<IPendingFile, IReadOnlyList<TRow>, long> write, string operation)
    {
        IPendingFile? file = null;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var actions = new List<DeltaAction> { CommitSignature.Commit(now, operation, new Dictionary<string, string>()) };
        if (old is not null)
        {
            actions.Add(new RemoveAction(DeltaPath.Encode(old.Path), now, DataChange: true, old.PartitionValues, old.Size));
        }

        try
        {
            if (rows.Count > 0)
            {
                var name = LakeTables.FileName(Guid.CreateVersion7().ToString("N"), 0);
                file = LakeTables.Create(table, name);
                long bytes = write(file, rows);
                var sha256 = FileHash.Compute(file.Written);
                file.Publish();
                actions.Add(new AddAction(
                    DeltaPath.Encode(name), new Dictionary<string, string?>(), bytes, now, DataChange: true,
                    $"{{\"numRecords\":{rows.Count}}}", LiveFile.Tags(batch, sha256)));
            }

            var version = table.Append(since, actions, (_, others) =>
            {
                foreach (var other in others)
                {
                    if (other is RemoveAction remove && old is not null && DeltaPath.Decode(remove.Path) == old.Path)
                    {
                        throw LakeErrors.FileReplaced(table.Address, old.Path);
                    }
                }
            }, CommitKind.Adds | (old is null ? CommitKind.None : CommitKind.Removes));
            store.Checkpointer.AfterCommit(table, version);
            return version;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotWrite(table.Address, e);
        }
        finally
        {
            file?.Abandon();
        }
    }
}
