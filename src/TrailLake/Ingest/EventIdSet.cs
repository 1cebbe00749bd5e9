using System;
using System.Threading;
using TrailLake.Lake;
using TrailLake.Scanning;

namespace TrailLake.Ingest;

/// <summary>
/// The event ids of one partition with the hashes of their records: tells copies, which are dropped, from conflicts, which are kept and
/// flagged. Safe for several threads: it has a lock for each of its shards.
/// </summary>
sealed class EventIdSet
{
    const int ShardCount = 16;

    readonly Shard[] _shards = new Shard[ShardCount];

    public EventIdSet()
    {
        for (int i = 0; i < ShardCount; i++)
        {
            _shards[i] = new Shard();
        }
    }

    /// <summary>Bytes that it holds.</summary>
    public long MemoryHeld
    {
        get
        {
            long sum = 0;
            foreach (var shard in _shards)
            {
                sum += shard.MemoryHeld;
            }

            return sum;
        }
    }

    /// <summary>Adds an event. One without an eventID is known by its content alone.</summary>
    public EventIdVerdict Add(ReadOnlySpan<byte> eventId, long recordHash)
    {
        ulong id = eventId.IsEmpty ? (ulong)recordHash : ByteHash.Compute(eventId);
        return _shards[id >> 60].Add(id, recordHash);
    }

    /// <summary>Whether there is an event with this eventID, or, for one without, the same record.</summary>
    public bool Contains(ReadOnlySpan<byte> eventId, long recordHash)
    {
        ulong id = eventId.IsEmpty ? (ulong)recordHash : ByteHash.Compute(eventId);
        return _shards[id >> 60].Contains(id);
    }

    /// <summary>Whether there is an exact copy of a record.</summary>
    public bool Holds(ReadOnlySpan<byte> eventId, long recordHash)
    {
        ulong id = eventId.IsEmpty ? (ulong)recordHash : ByteHash.Compute(eventId);
        return _shards[id >> 60].Holds(id, recordHash);
    }

    /// <summary>Adds the events of a data file.</summary>
    public void Load(ILakeFormat format, string path) => format.ReadEventIds(path, (eventId, hash) => Add(eventId, hash));

    /// <summary>
    /// Open addressing over pairs of hashes: 64 bits of the eventID, 32 of the record (64 where it has no eventID). Both must agree for a record to be dropped. A free
    /// slot is a pair of zeros; no pair of a record is one, see <see cref="Add"/>.
    /// </summary>
    sealed class Shard
    {
        readonly Lock _lock = new();
        ulong[] _slots = new ulong[16];
        int _count;

        public long MemoryHeld => _slots.Length * 8L;

        public EventIdVerdict Add(ulong id, long recordHash)
        {
            ulong hash = (ulong)recordHash | (id == 0 && recordHash == 0 ? 1UL : 0);
            lock (_lock)
            {
                var verdict = EventIdVerdict.New;
                ulong[] slots = _slots;
                int mask = slots.Length - 2;
                int slot = (int)(id << 1) & mask;
                while ((slots[slot] | slots[slot + 1]) != 0)
                {
                    if (slots[slot] == id)
                    {
                        if (slots[slot + 1] == hash)
                        {
                            return EventIdVerdict.Copy;
                        }

                        verdict = EventIdVerdict.Conflict;
                    }

                    slot = (slot + 2) & mask;
                }

                slots[slot] = id;
                slots[slot + 1] = hash;
                if (++_count * 3 > slots.Length)
                {
                    Grow();
                }

                return verdict;
            }
        }

        public bool Holds(ulong id, long recordHash)
        {
            ulong hash = (ulong)recordHash | (id == 0 && recordHash == 0 ? 1UL : 0);
            lock (_lock)
            {
                int mask = _slots.Length - 2;
                for (int slot = (int)(id << 1) & mask; (_slots[slot] | _slots[slot + 1]) != 0; slot = (slot + 2) & mask)
                {
                    if (_slots[slot] == id && _slots[slot + 1] == hash)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        public bool Contains(ulong id)
        {
            lock (_lock)
            {
                int mask = _slots.Length - 2;
                for (int slot = (int)(id << 1) & mask; (_slots[slot] | _slots[slot + 1]) != 0; slot = (slot + 2) & mask)
                {
                    if (_slots[slot] == id)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        void Grow()
        {
            var old = _slots;
            var slots = new ulong[old.Length * 2];
            int mask = slots.Length - 2;
            for (int i = 0; i < old.Length; i += 2)
            {
                if ((old[i] | old[i + 1]) != 0)
                {
                    int slot = (int)(old[i] << 1) & mask;
                    while ((slots[slot] | slots[slot + 1]) != 0)
                    {
                        slot = (slot + 2) & mask;
                    }

                    slots[slot] = old[i];
                    slots[slot + 1] = old[i + 1];
                }
            }

            _slots = slots;
        }
    }
}
