using System.Runtime.InteropServices;
using TrailLake.Hashing;
using TrailLake.Storage;

namespace TrailLake.Tables;

/// <summary>Tells copies of a partition's events from conflicts, by the hashes of ids and records. Safe for several threads.</summary>
sealed class EventIdSet
{
    const int ShardCount = 16;

    // Made when they are needed: a partition with few events, of which a run may have thousands, has few of them.
    readonly Shard?[] _shards = new Shard?[ShardCount];
    readonly Lock _lock = new();
    readonly List<string> _objects = [];
    long _objectBytes;

    /// <summary>Bytes that it holds.</summary>
    public long MemoryHeld
    {
        get
        {
            long sum = Volatile.Read(ref _objectBytes);
            foreach (var shard in _shards)
            {
                sum += shard?.MemoryHeld ?? 0;
            }

            return sum;
        }
    }

    /// <summary>Numbers an object whose events will be added. An object may have several numbers.</summary>
    public int EnterObject(string uri)
    {
        lock (_lock)
        {
            _objects.Add(uri);
            _objectBytes += 32 + (2L * uri.Length);
            return _objects.Count - 1;
        }
    }

    /// <summary>The object of a number that <see cref="EnterObject"/> gave.</summary>
    public string ObjectOf(int number)
    {
        lock (_lock)
        {
            return _objects[number];
        }
    }

    /// <summary>Adds an event.</summary>
    /// <param name="identity">What it is known by.</param>
    /// <param name="place">Where it comes from.</param>
    /// <param name="kept">For a copy, where the event came from that it is a copy of.</param>
    public EventIdMatch Add(in EventIdentity identity, RecordLocation place, out RecordLocation kept) =>
        ShardOf(identity).Add(identity, place, out kept);

    /// <summary>Whether there is an event with this eventID, or, for one without, the same record.</summary>
    public bool Contains(in EventIdentity identity) => ShardOf(identity).Contains(identity);

    /// <summary>Whether there is a copy of a record.</summary>
    public bool Holds(in EventIdentity identity) => ShardOf(identity).Holds(identity);

    /// <summary>Adds the events of a data file.</summary>
    public void Load(ILakeFormat format, StoredFile file, RecordHashKey key)
    {
        using var hasher = new RecordHasher(key);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        RecordIdentities.Read(format, file, key, (eventId, hash, uri, index) =>
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, uri, out bool isKnown);
            if (!isKnown)
            {
                number = EnterObject(uri);
            }

            Add(new EventIdentity(hasher.HashId(eventId), hash), new RecordLocation(number, index), out _);
        });
    }

    Shard ShardOf(in EventIdentity identity)
    {
        ref var shard = ref _shards[(identity.EventId == 0 ? (ulong)identity.Record : identity.EventId) >> 60];
        return shard ?? LazyInitializer.EnsureInitialized(ref shard, static () => new Shard());
    }

    /// <summary>First events of an eventID stand in a table with open addressing; others are known by the record's hash alone.</summary>
    sealed class Shard
    {
        readonly Lock _lock = new();
        Slot[] _slots = [];
        Dictionary<long, RecordLocation>? _others;
        int _count;

        public long MemoryHeld => (_slots.Length * 24L) + ((_others?.Count ?? 0) * 40L);

        public EventIdMatch Add(in EventIdentity identity, RecordLocation place, out RecordLocation kept)
        {
            lock (_lock)
            {
                if (identity.EventId == 0)
                {
                    return AddOther(identity.Record, place, EventIdMatch.New, out kept);
                }

                if (_count * 3 >= _slots.Length * 2)
                {
                    Grow();
                }

                ref var slot = ref Find(_slots, identity.EventId);
                if (slot.EventId == 0)
                {
                    slot = new Slot(identity.EventId, identity.Record, place);
                    _count++;
                    kept = default;
                    return EventIdMatch.New;
                }

                if (slot.Record == identity.Record)
                {
                    kept = slot.Place;
                    return EventIdMatch.Copy;
                }

                return AddOther(identity.Record, place, EventIdMatch.Conflict, out kept);
            }
        }

        public bool Holds(in EventIdentity identity)
        {
            lock (_lock)
            {
                return (HasId(identity.EventId) && Find(_slots, identity.EventId).Record == identity.Record) || HasOther(identity.Record);
            }
        }

        public bool Contains(in EventIdentity identity)
        {
            lock (_lock)
            {
                return identity.EventId == 0 ? HasOther(identity.Record) : HasId(identity.EventId);
            }
        }

        bool HasId(ulong eventId) => eventId != 0 && _slots.Length > 0 && Find(_slots, eventId).EventId != 0;

        bool HasOther(long record) => _others?.ContainsKey(record) ?? false;

        EventIdMatch AddOther(long record, RecordLocation place, EventIdMatch verdict, out RecordLocation kept)
        {
            _others ??= [];
            ref var other = ref CollectionsMarshal.GetValueRefOrAddDefault(_others, record, out bool isKnown);
            kept = isKnown ? other : default;
            other = isKnown ? other : place;
            return isKnown ? EventIdMatch.Copy : verdict;
        }

        // The id's hash is keyed: nobody can choose ids that meet in a run of slots.
        static ref Slot Find(Slot[] slots, ulong eventId)
        {
            int mask = slots.Length - 1;
            int at = (int)eventId & mask;
            while (slots[at].EventId != 0 && slots[at].EventId != eventId)
            {
                at = (at + 1) & mask;
            }

            return ref slots[at];
        }

        void Grow()
        {
            var larger = new Slot[Math.Max(8, _slots.Length * 2)];
            foreach (ref readonly var slot in _slots.AsSpan())
            {
                if (slot.EventId != 0)
                {
                    Find(larger, slot.EventId) = slot;
                }
            }

            _slots = larger;
        }

        readonly record struct Slot(ulong EventId, long Record, RecordLocation Place);
    }
}
