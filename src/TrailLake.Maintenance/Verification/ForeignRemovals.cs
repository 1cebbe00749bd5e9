using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Rows that another program took out of the lake, by partition: the ledger counts them for their objects, no file has them, and no file
/// that is there can be blamed.
/// </summary>
/// <param name="commits">What other programs did.</param>
sealed class ForeignRemovals(IReadOnlyList<ForeignCommit> commits)
{
    readonly List<(DateOnly Date, string Account, List<DamageSource> Sources)> _partitions =
    [
        .. commits.Where(commit => commit.Table == "events").SelectMany(commit => commit.CutPartitions).Distinct().Order()
            .Select(key => (key.Date, key.Account, new List<DamageSource>())),
    ];

    /// <summary>What was found, each with the objects that bring it back.</summary>
    public IEnumerable<LakeDamage> Damages => _partitions.Where(partition => partition.Sources.Count > 0).Select(partition => new LakeDamage
    {
        Table = "events",
        Path = "events/" + PartitionFolder.Path(partition.Date, partition.Account),
        Kind = DamageKind.Removed,
        Message = "events that the ledger counts are in no file: another program took them out",
        Date = partition.Date,
        Account = partition.Account,
        Sources = partition.Sources,
    });

    /// <summary>Takes an object that lacks events; false when no other program took any out of its days.</summary>
    public bool Add(ObjectDifference rows)
    {
        bool any = false;
        foreach (var (date, _, sources) in _partitions)
        {
            if (rows.First <= date && date <= rows.Last)
            {
                sources.Add(new DamageSource(rows.Uri, rows.Events));
                any = true;
            }
        }

        return any;
    }
}
