using TrailLake.Schema;

namespace TrailLake.DeltaLog;

/// <summary>
/// State of a table at one version: the replay of its actions up to there. Later actions win (the protocol's "action reconciliation").
/// </summary>
sealed class DeltaSnapshot(string table)
{
    /// <summary>
    /// How long checkpoints remember what was removed. Longer than the protocol's default of a week: a sweep may be asked to spare what was
    /// removed in all of this time.
    /// </summary>
    public static readonly TimeSpan RemovesKept = TimeSpan.FromDays(30);

    // Keyed by the decoded path: two writers may encode the same path differently.
    readonly Dictionary<string, LiveFile> _files = [];
    readonly Dictionary<(string?, string?), IReadOnlyDictionary<string, string?>> _partitions = [];
    readonly Dictionary<string, RemoveAction> _removed = [];
    readonly Dictionary<string, TxnAction> _transactions = [];

    public long Version { get; private set; } = -1;

    public ProtocolAction? Protocol { get; private set; }

    public MetadataAction? Metadata { get; private set; }

    /// <summary>Live files by relative path (decoded, forward slashes).</summary>
    public IReadOnlyDictionary<string, LiveFile> Files => _files;

    /// <summary>Files that were removed and not added again, as far as the log still knows.</summary>
    public IReadOnlyDictionary<string, RemoveAction> Removed => _removed;

    /// <summary>Newest transaction by application; TrailLake's batches in the events table.</summary>
    public IReadOnlyDictionary<string, TxnAction> Transactions => _transactions;

    public void Apply(long version, IEnumerable<DeltaAction> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case AddAction add:
                    var path = Decode(add.Path);
                    _files[path] = new LiveFile(add, path, Share(add.PartitionValues));
                    _removed.Remove(path);
                    break;
                case RemoveAction remove:
                    path = Decode(remove.Path);
                    _files.Remove(path);
                    _removed[path] = remove;
                    break;
                case TxnAction txn:
                    _transactions[txn.AppId] = txn;
                    break;
                case ProtocolAction protocol:
                    Protocol = protocol;
                    break;
                case MetadataAction metadata:
                    Metadata = metadata;
                    break;
            }
        }

        Version = version;
    }

    /// <summary>
    /// What a checkpoint of this version holds: also the removes of the last month, which readers of older snapshots rely on.
    /// </summary>
    public CheckpointActions ToCheckpoint()
    {
        List<DeltaAction> head = [Protocol!, Metadata!, .. _transactions.Values];
        var oldest = (DateTimeOffset.UtcNow - RemovesKept).ToUnixTimeMilliseconds();
        foreach (var remove in _removed.Values)
        {
            if (remove.DeletionTimestamp >= oldest)
            {
                head.Add(remove);
            }
        }

        return new CheckpointActions(head, [.. _files.Values]);
    }

    IReadOnlyDictionary<string, string?> Share(IReadOnlyDictionary<string, string?> values)
    {
        var key = (values.GetValueOrDefault(CloudTrailSchema.DatePartition), values.GetValueOrDefault(CloudTrailSchema.AccountPartition));
        return values.Count != 2 ? values
            : _partitions.TryGetValue(key, out var shared) ? shared
            : _partitions[key] = values;
    }

    string Decode(string path) => DeltaPath.Decode(path) ?? throw LogErrors.OutsideTable(table, path);
}
