using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using TrailLake.Lake;

namespace TrailLake.Ingest;

/// <summary>
/// The sets of event ids of the partitions that this run has met. A set is filled from the lake's files when its partition is met first,
/// and dropped, oldest first, when memory is needed and all its rows are in files that it can be filled from again.
/// </summary>
sealed class EventIdCache
{
    readonly Lock _lock = new();
    readonly ILakeFormat _format;
    readonly long _budget;
    readonly Dictionary<PartitionKey, Entry> _entries = [];
    ILookup<PartitionKey, string> _files = Array.Empty<DataFile>().ToLookup(_ => default(PartitionKey), _ => "");
    long _uses;

    public EventIdCache(ILakeFormat format, long budget)
    {
        _format = format;
        _budget = budget;
    }

    /// <summary>Takes a snapshot's files as what is in the lake. Sets are kept only when nobody else has committed since they were filled.</summary>
    public void Begin(LakeSnapshot snapshot, bool keepSets)
    {
        lock (_lock)
        {
            _files = snapshot.Files.ToLookup(file => new PartitionKey(PartitionKey.DayOf(file.Date), file.Account), file => file.Path);
            if (!keepSets)
            {
                _entries.Clear();
            }
            else
            {
                // Files of the batch before have their final names now and are in the snapshot.
                foreach (var entry in _entries.Values)
                {
                    entry.Staged.Clear();
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

            entry.Users++;
            entry.LastUse = ++_uses;
        }

        entry.Fill(_format, _files[key]);
        return entry.Set;
    }

    /// <summary>Says that a partition's rows are all in files, and names the one that was written last.</summary>
    public void Release(PartitionKey key, string? stagedFile)
    {
        lock (_lock)
        {
            var entry = _entries[key];
            entry.Users--;
            if (stagedFile is not null)
            {
                entry.Staged.Add(stagedFile);
            }

            Trim();
        }
    }

    void Trim()
    {
        long held = _entries.Values.Sum(entry => entry.Set.MemoryHeld);
        while (held > _budget)
        {
            var oldest = _entries.Where(pair => pair.Value.Users == 0 && pair.Value.IsFilled).MinBy(pair => pair.Value.LastUse);
            if (oldest.Value is null)
            {
                return;
            }

            held -= oldest.Value.Set.MemoryHeld;
            oldest.Value.Drop();
        }
    }

    sealed class Entry
    {
        readonly Lock _filling = new();

        public EventIdSet Set { get; private set; } = new();

        public List<string> Staged { get; } = [];

        public int Users { get; set; }

        public long LastUse { get; set; }

        public bool IsFilled { get; private set; }

        public void Fill(ILakeFormat format, IEnumerable<string> files)
        {
            lock (_filling)
            {
                if (!IsFilled)
                {
                    foreach (var file in files.Concat(Staged))
                    {
                        Set.Load(format, file);
                    }

                    IsFilled = true;
                }
            }
        }

        public void Drop()
        {
            Set = new EventIdSet();
            IsFilled = false;
        }
    }
}
