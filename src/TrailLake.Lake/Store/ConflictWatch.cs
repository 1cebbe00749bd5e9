using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// What was committed since a snapshot: the objects that are done by now although the snapshot's ledger did not say so, and the data files
/// that may hold the same events as a batch that is still to come. Shared by the batches that began from the snapshot, so that each commit
/// is read once; they are no less strangers to each other for that. Safe for several threads.
/// </summary>
sealed class ConflictWatch(LakeTables tables, ILakeFormat format, long version)
{
    readonly Lock _lock = new();
    readonly ObjectIndex _done = new();
    readonly List<(string Partition, StoredFile File)> _files = [];
    long _version = version;

    /// <summary>The version up to which everything is known.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>True when there is no object that a batch could conflict with.</summary>
    public bool IsQuiet => _done.Count == 0;

    /// <summary>The data files from a number on, each with its partition's folder; the numbers stay.</summary>
    public IReadOnlyList<(string Partition, StoredFile File)> FilesFrom(int number)
    {
        lock (_lock)
        {
            return _files[number..];
        }
    }

    /// <summary>Reads what has been committed by now.</summary>
    public void Advance()
    {
        lock (_lock)
        {
            var others = new HashSet<string>();
            var newest = tables.Events.Follow(_version, (_, actions) => CollectOthers(actions, others));
            Load(others);
            _version = newest;
        }
    }

    /// <summary>Takes in one commit that came before ours.</summary>
    public void Observe(long version, IReadOnlyList<DeltaAction> actions)
    {
        lock (_lock)
        {
            if (version <= _version)
            {
                return;
            }

            var others = new HashSet<string>();
            CollectOthers(actions, others);
            Load(others);

            // Only a step without a gap moves the mark: with one, another batch's Advance still has to read what lies between.
            _version = version == _version + 1 ? version : _version;
        }
    }

    public bool IsDone(string uri, string etag) => _done.IsDone(uri, etag);

    void CollectOthers(IReadOnlyList<DeltaAction> actions, HashSet<string> others)
    {
        bool isOther = false;
        foreach (var action in actions)
        {
            // An optimization that removed copies bears an id too: its files repeat what others brought.
            if (action is TxnAction txn && BatchTransaction.IsCommit(txn))
            {
                isOther |= others.Add(txn.AppId);
            }
        }

        foreach (var action in actions)
        {
            if (isOther && action is AddAction add && DeltaPath.Decode(add.Path) is { } path)
            {
                _files.Add((StorageName.Folder(path), tables.Events.File(path)));
            }
        }
    }

    void Load(HashSet<string> batches)
    {
        if (batches.Count == 0)
        {
            return;
        }

        foreach (var file in tables.Objects.Read(format.ReadCheckpoint).Files.Values)
        {
            if (file.Batch is { } tag && !batches.Contains(tag))
            {
                continue;
            }

            format.ReadObjectKeys(tables.Objects.File(file.Path), (uri, etag, state, batch) =>
            {
                if (batches.Contains(batch))
                {
                    _done.Add(uri, etag, state);
                }
            });
        }
    }
}
