using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>The partitions that are open in one round, and those that workers are asked to hand over.</summary>
/// <param name="smallRows">Rows of a file below which its partition is not opened again in this round.</param>
sealed class OpenPartitions(EventIdCache eventIds, int workers, int smallRows)
{
    readonly Lock _lock = new();
    readonly EventIdCache _eventIds = eventIds;
    readonly Dictionary<PartitionKey, OpenPartition> _open = [];
    readonly HashSet<OpenPartition> _unfinished = [];

    // Partitions of which a file with few rows was written in this round: what comes for them later is deferred, and becomes one more file.
    readonly HashSet<PartitionKey> _small = [];
    readonly List<OpenPartition> _retiring = [];
    int _frontVersion;
    int _retiringCount;

    /// <summary>Partitions that were asked to retire so far; grows only.</summary>
    public int RetiringCount => Volatile.Read(ref _retiringCount);

    /// <summary>The partitions of which the file is not complete.</summary>
    public IReadOnlyList<OpenPartition> Unfinished
    {
        get
        {
            lock (_lock)
            {
                return [.. _unfinished];
            }
        }
    }

    /// <summary>As <see cref="Get"/>, but null for a partition whose records have to be deferred.</summary>
    public OpenPartition? TryGet(PartitionKey key, string? keyAccount)
    {
        lock (_lock)
        {
            if (_small.Contains(key))
            {
                return null;
            }
        }

        return Get(key, keyAccount);
    }

    /// <summary>The partition that is open, or a new one.</summary>
    public OpenPartition Get(PartitionKey key, string? keyAccount)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(key, out var partition))
            {
                return partition;
            }
        }

        // Filling the set of ids may read files: not under the lock that all workers share.
        var eventIds = _eventIds.Acquire(key);
        lock (_lock)
        {
            if (_open.TryGetValue(key, out var partition))
            {
                _eventIds.Release(key, null);
                return partition;
            }

            partition = new OpenPartition(key, keyAccount, eventIds);
            _open.Add(key, partition);
            _unfinished.Add(partition);
            return partition;
        }
    }

    /// <summary>Takes note that a partition's file is complete.</summary>
    public void Leave(OpenPartition partition)
    {
        lock (_lock)
        {
            _unfinished.Remove(partition);
            if (_open.TryGetValue(partition.Key, out var open) && open == partition)
            {
                // The round ends: nothing comes any more.
                _open.Remove(partition.Key);
            }
            else if (partition.Rows < smallRows)
            {
                _small.Add(partition.Key);
            }
        }
    }

    /// <summary>A partition to hand over, by number below <see cref="RetiringCount"/>.</summary>
    public OpenPartition Retiring(int number)
    {
        lock (_lock)
        {
            return _retiring[number];
        }
    }

    /// <summary>Retires what later objects will hardly touch: partitions of other accounts, and of days two before the front's.</summary>
    public void RetireBehind(EpochTracker epochs)
    {
        if (epochs.Version == Volatile.Read(ref _frontVersion))
        {
            return;
        }

        lock (_lock)
        {
            if (epochs.Version == _frontVersion || epochs.Front is not { } front)
            {
                return;
            }

            _frontVersion = epochs.Version;
            int? oldest = front.Day is { } day ? PartitionKey.DayOf(day) - 1 : null;
            foreach (var (key, partition) in _open)
            {
                if (partition.KeyAccount is not null && (partition.KeyAccount != front.Account || key.Day < oldest))
                {
                    partition.BeginRetiring(workers);
                    _retiring.Add(partition);
                    _open.Remove(key);
                }
            }

            Volatile.Write(ref _retiringCount, _retiring.Count);
        }
    }
}
