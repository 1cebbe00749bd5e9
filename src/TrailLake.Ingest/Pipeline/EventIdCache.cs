using TrailLake.Hashing;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>Sets of event ids of the partitions met so far. Filled from the lake's files; the oldest are dropped to save memory.</summary>
sealed class EventIdCache(ILakeFormat format, RecordHashKey key, long budget)
{
    readonly Lock _lock = new();
    readonly ILakeFormat _format = format;
    readonly RecordHashKey _key = key;
    readonly long _budget = budget;
    readonly Dictionary<PartitionKey, Entry> _entries = [];

    // Filled sets that nobody uses, the longest unused first.
    readonly LinkedList<Entry> _idle = new();
    ILookup<PartitionKey, StoredFile> _files = Array.Empty<DataFile>().ToLookup(_ => default(PartitionKey), file => file.File);
    long _held;

    /// <summary>Takes a snapshot's files as what is in the lake.</summary>
    /// <param name="keepSets">True when nobody else has committed since they were filled.</param>
    public void Begin(LakeSnapshot snapshot, bool keepSets)
    {
        lock (_lock)
        {
            _files = snapshot.Files.ToLookup(file => PartitionKey.Of(file.Date, file.Account), file => file.File);
            foreach (var (key, entry) in _entries.ToList())
            {
                // Files of the batch before have their final names now and are in the snapshot.
                entry.Staged.Clear();
                if (!keepSets)
                {
                    Drop(entry);
                }

                if (entry.Set is null)
                {
                    _entries.Remove(key);
                }
            }
        }
    }

    /// <summary>The set of a partition, for adding to; <see cref="Release"/> ends that.</summary>
    public EventIdSet Acquire(PartitionKey key)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out entry!))
            {
                _entries.Add(key, entry = new Entry());
            }

            if (entry.Users++ == 0 && entry.Set is not null)
            {
                _idle.Remove(entry);
            }
        }

        return entry.Fill(_format, _key, _files[key]);
    }

    /// <summary>Says that a partition's rows are all in files, and names the one that was written last.</summary>
    public void Release(PartitionKey key, StoredFile? stagedFile)
    {
        lock (_lock)
        {
            var entry = _entries[key];
            if (stagedFile is { } file)
            {
                entry.Staged.Add(file);
            }

            if (--entry.Users == 0)
            {
                _held += entry.Set!.MemoryHeld - entry.Counted;
                entry.Counted = entry.Set.MemoryHeld;
                _idle.AddLast(entry);
            }

            while (_held > _budget && _idle.First is { } oldest)
            {
                Drop(oldest.Value);
            }
        }
    }

    void Drop(Entry entry)
    {
        _idle.Remove(entry);
        _held -= entry.Counted;
        entry.Counted = 0;
        entry.Set = null;
    }

    sealed class Entry
    {
        readonly Lock _filling = new();

        /// <summary>Null until it is filled, and after it was dropped.</summary>
        public EventIdSet? Set { get; set; }

        /// <summary>Files that this batch has written so far.</summary>
        public List<StoredFile> Staged { get; } = [];

        public int Users { get; set; }

        /// <summary>What of its memory is in the sum.</summary>
        public long Counted { get; set; }

        public EventIdSet Fill(ILakeFormat format, RecordHashKey key, IEnumerable<StoredFile> files)
        {
            lock (_filling)
            {
                if (Set is null)
                {
                    var set = new EventIdSet();
                    foreach (var file in files.Concat(Staged))
                    {
                        set.Load(format, file, key);
                    }

                    Set = set;
                }

                return Set;
            }
        }
    }
}
