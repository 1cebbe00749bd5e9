using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Lake.DeltaLog;
using TrailLake.Lake.Files;

namespace TrailLake.Lake;

/// <summary>
/// Removes the leavings of batches that broke off. Only names that TrailLake itself gives are touched: a lake's folder may hold other
/// things.
/// </summary>
sealed class LakeSweep
{
    readonly LakeTables _tables;
    readonly ILakeFormat _format;

    public LakeSweep(LakeTables tables, ILakeFormat format)
    {
        _tables = tables;
        _format = format;
    }

    /// <param name="before">Only files last changed before this, UTC.</param>
    public IReadOnlyList<string> Run(DateTime before)
    {
        var removed = new List<string>();
        RevokeDeadRows(_tables.Objects, before);
        RevokeDeadRows(_tables.Rejects, before);
        foreach (var table in (DeltaTable[])[_tables.Events, _tables.Objects, _tables.Rejects])
        {
            try
            {
                SweepTable(table, before, removed);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw LakeErrors.CannotWrite(table.Directory, e);
            }
        }

        return removed;
    }

    /// <summary>What <see cref="Run"/> would remove. Changes nothing.</summary>
    public IReadOnlyList<string> Find(DateTime before)
    {
        var found = new List<string>();
        foreach (var table in (DeltaTable[])[_tables.Events, _tables.Objects, _tables.Rejects])
        {
            found.AddRange(Unnamed(table, before));
        }

        return found;
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
            actions.Insert(0, LakeInfo.Commit(now, "DELETE", new Dictionary<string, string>()));
            table.RequireWritable(ledger.Protocol!);
            table.Append(ledger.Version, actions);
        }
    }

    void SweepTable(DeltaTable table, DateTime before, List<string> removed)
    {
        foreach (var path in Unnamed(table, before))
        {
            if (DurableFile.TryDelete(path))
            {
                removed.Add(path);
            }
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

        var snapshot = table.Read(_format.ReadCheckpoint);
        var named = new HashSet<string>();
        foreach (var relative in snapshot.Files.Keys)
        {
            named.Add(LakeTables.FullPath(table, relative));
        }

        var oldest = new DateTimeOffset(before, TimeSpan.Zero).ToUnixTimeMilliseconds();
        foreach (var (relative, remove) in snapshot.Removed)
        {
            // Removed from the table a short while ago: a reader with an older snapshot may be at it.
            if (remove.DeletionTimestamp >= oldest)
            {
                named.Add(LakeTables.FullPath(table, relative));
            }
        }

        candidates.RemoveAll(named.Contains);
        return candidates;
    }

    static List<string> List(DeltaTable table, DateTime before)
    {
        var paths = new List<string>();
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in new DirectoryInfo(table.Directory).EnumerateFiles("*", options))
        {
            if (IsOurs(file, table) && file.LastWriteTimeUtc < before)
            {
                paths.Add(file.FullName);
            }
        }

        return paths;
    }

    static bool IsOurs(FileInfo file, DeltaTable table)
    {
        if (file.DirectoryName == table.LogFolder)
        {
            return LogNames.IsTemporary(file.Name);
        }

        return file.Name.StartsWith("part-", StringComparison.Ordinal)
            && (file.Name.EndsWith(".parquet", StringComparison.Ordinal)
                || (file.Name.EndsWith(".tmp", StringComparison.Ordinal) && file.DirectoryName == LakeTables.Staging(table)));
    }
}
