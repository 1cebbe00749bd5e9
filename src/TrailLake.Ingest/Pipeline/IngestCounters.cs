using TrailLake.Ingest.Reading;
using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>What the workers of a round have done so far; read by whoever shows progress.</summary>
sealed class IngestCounters
{
    long _objects;
    long _damaged;
    long _empty;
    long _unreadable;
    long _records;
    long _events;
    long _duplicates;
    long _conflicts;
    long _rejects;
    long _bytesIn;
    long _contentBytes;

    public long Objects => Volatile.Read(ref _objects);

    public long Events => Volatile.Read(ref _events);

    public long BytesIn => Volatile.Read(ref _bytesIn);

    /// <summary>Counts an object. Its deferred records count as events.</summary>
    public void Add(ObjectRow row, in RecordCounts counts, bool isEmptyLog, long bytesIn, long contentBytes)
    {
        Interlocked.Increment(ref _objects);
        Interlocked.Add(ref _damaged, row.State == ObjectState.Damaged ? 1 : 0);
        Interlocked.Add(ref _empty, isEmptyLog ? 1 : 0);
        Interlocked.Add(ref _unreadable, row.State == ObjectState.Unreadable ? 1 : 0);
        Interlocked.Add(ref _records, row.Records);
        Interlocked.Add(ref _events, counts.Events + counts.Deferred);
        Interlocked.Add(ref _duplicates, counts.Duplicates);
        Interlocked.Add(ref _conflicts, counts.Conflicts);
        Interlocked.Add(ref _rejects, row.Rejects);
        Interlocked.Add(ref _bytesIn, bytesIn);
        Interlocked.Add(ref _contentBytes, contentBytes);
    }

    /// <summary>Corrects the counts when it is told what a deferred record is.</summary>
    public void AddDeferred(EventIdMatch verdict)
    {
        if (verdict == EventIdMatch.Copy)
        {
            Interlocked.Decrement(ref _events);
            Interlocked.Increment(ref _duplicates);
        }
        else if (verdict == EventIdMatch.Conflict)
        {
            Interlocked.Increment(ref _conflicts);
        }
    }

    /// <summary>The sums over earlier rounds and this one, which must have ended.</summary>
    public IngestReport AddTo(IngestReport earlier) => earlier with
    {
        Objects = earlier.Objects + _objects,
        DamagedObjects = earlier.DamagedObjects + _damaged,
        EmptyObjects = earlier.EmptyObjects + _empty,
        UnreadableObjects = earlier.UnreadableObjects + _unreadable,
        Records = earlier.Records + _records,
        Events = earlier.Events + _events,
        Duplicates = earlier.Duplicates + _duplicates,
        Conflicts = earlier.Conflicts + _conflicts,
        Rejects = earlier.Rejects + _rejects,
        BytesIn = earlier.BytesIn + _bytesIn,
        ContentBytes = earlier.ContentBytes + _contentBytes,
    };
}
