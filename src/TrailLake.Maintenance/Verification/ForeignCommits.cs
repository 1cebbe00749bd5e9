using TrailLake.DeltaLog;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>Finds the commits of other programs in the logs, as far back as their files reach.</summary>
static class ForeignCommits
{
    /// <summary>Those of one table, in order.</summary>
    /// <param name="live">Decoded paths of its files that other programs wrote.</param>
    public static IEnumerable<ForeignCommit> Find(DeltaTable table, IReadOnlySet<string> live)
    {
        long newest = table.NewestVersion();
        for (long version = 0; version <= newest; version++)
        {
            var file = table.Commit(version);
            if (file.Exists && Read(table.Name, version, file, live) is { } commit)
            {
                yield return commit;
            }
        }
    }

    static ForeignCommit? Read(string name, long version, StoredFile file, IReadOnlySet<string> live)
    {
        var origin = CommitOrigin.Read(file);
        if (origin.IsOurs)
        {
            return null;
        }

        int added = 0;
        int removed = 0;
        var alive = new List<string>();
        bool changes = false;
        var cut = new HashSet<(DateOnly, string)>();
        foreach (var action in ActionReader.StreamCommit(file))
        {
            if (action is AddAction add)
            {
                added++;
                changes |= add.DataChange;
                if (DeltaPath.Decode(add.Path) is { } decoded && live.Contains(decoded))
                {
                    alive.Add(decoded);
                }
            }
            else if (action is RemoveAction remove)
            {
                removed++;
                changes |= remove.DataChange;
                if (PartitionOf(remove) is { } partition)
                {
                    cut.Add(partition);
                }
            }
        }

        return added + removed == 0
            ? null
            : new ForeignCommit(name, version, origin.Engine, origin.Operation, origin.Time, added, removed, changes, alive.Count)
            {
                CutPartitions = cut,
                LivePaths = alive,
            };
    }

    /// <summary>From the folder where a program leaves the values out, as the protocol lets it.</summary>
    static (DateOnly Date, string Account)? PartitionOf(RemoveAction remove)
    {
        string? date = remove.PartitionValues.GetValueOrDefault(CloudTrailSchema.DatePartition);
        string? account = remove.PartitionValues.GetValueOrDefault(CloudTrailSchema.AccountPartition);
        foreach (var folder in (DeltaPath.Decode(remove.Path) ?? "").Split('/'))
        {
            if (folder.Split('=', 2) is [var name, var value])
            {
                date ??= name == CloudTrailSchema.DatePartition ? value : null;
                account ??= name == CloudTrailSchema.AccountPartition ? Uri.UnescapeDataString(value) : null;
            }
        }

        return PartitionFolder.TryParseDate(date, out var day) ? (day, PartitionFolder.Normalize(account ?? "")) : null;
    }
}
