using System.Threading;

namespace TrailLake.Ingest;

/// <summary>What workers have done so far; read by whoever shows progress.</summary>
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

    public long Damaged => Volatile.Read(ref _damaged);

    public long Empty => Volatile.Read(ref _empty);

    public long Unreadable => Volatile.Read(ref _unreadable);

    public long Records => Volatile.Read(ref _records);

    public long Events => Volatile.Read(ref _events);

    public long Duplicates => Volatile.Read(ref _duplicates);

    public long Conflicts => Volatile.Read(ref _conflicts);

    public long Rejects => Volatile.Read(ref _rejects);

    public long BytesIn => Volatile.Read(ref _bytesIn);

    public long ContentBytes => Volatile.Read(ref _contentBytes);

    /// <summary>Counts an object. Its deferred records count as events.</summary>
    public void Add(in ObjectTally tally, Lake.ObjectState state, long bytesIn, long contentBytes)
    {
        Interlocked.Increment(ref _objects);
        if (state == Lake.ObjectState.Damaged)
        {
            Interlocked.Increment(ref _damaged);
            Interlocked.Add(ref _empty, tally.IsEmpty ? 1 : 0);
        }
        else if (state == Lake.ObjectState.Unreadable)
        {
            Interlocked.Increment(ref _unreadable);
        }

        Interlocked.Add(ref _records, tally.Next);
        Interlocked.Add(ref _events, tally.Events + tally.Deferred);
        Interlocked.Add(ref _duplicates, tally.Duplicates);
        Interlocked.Add(ref _conflicts, tally.Conflicts);
        Interlocked.Add(ref _rejects, tally.Rejects);
        Interlocked.Add(ref _bytesIn, bytesIn);
        Interlocked.Add(ref _contentBytes, contentBytes);
    }

    /// <summary>Corrects the counts when it is told what a deferred record is.</summary>
    public void AddDeferred(EventIdVerdict verdict)
    {
        if (verdict == EventIdVerdict.Copy)
        {
            Interlocked.Decrement(ref _events);
            Interlocked.Increment(ref _duplicates);
        }
        else if (verdict == EventIdVerdict.Conflict)
        {
            Interlocked.Increment(ref _conflicts);
        }
    }
}
