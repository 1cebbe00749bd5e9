namespace TrailLake.Ingest.Deferral;

/// <summary>The records of one section of several runs, sorted by partition; within a partition those of earlier runs first.</summary>
sealed class DeferredRunMerge : IDisposable
{
    readonly List<DeferredRunCursor> _cursors = [];
    readonly PriorityQueue<DeferredRunCursor, DeferredRunCursor> _queue;
    DeferredRunCursor? _current;

    public DeferredRunMerge(IReadOnlyList<DeferredRun> runs, int section)
    {
        _queue = new PriorityQueue<DeferredRunCursor, DeferredRunCursor>(Comparer<DeferredRunCursor>.Create(Compare));
        for (int i = 0; i < runs.Count; i++)
        {
            _cursors.Add(new DeferredRunCursor(runs[i], section, i));
        }
    }

    /// <summary>The record that <see cref="MoveNext"/> has reached; good until it is called again.</summary>
    public ReadOnlySpan<byte> Record => _current!.Read();

    /// <summary>Goes to the next record; false behind the last one.</summary>
    public bool MoveNext()
    {
        if (_current is null)
        {
            foreach (var cursor in _cursors)
            {
                if (cursor.MoveNext())
                {
                    _queue.Enqueue(cursor, cursor);
                }
            }
        }
        else if (_current.MoveNext())
        {
            _current = _queue.EnqueueDequeue(_current, _current);
            return true;
        }
        else
        {
            _current.Dispose();
        }

        return _queue.TryDequeue(out _current, out _);
    }

    public void Dispose()
    {
        foreach (var cursor in _cursors)
        {
            cursor.Dispose();
        }
    }

    static int Compare(DeferredRunCursor left, DeferredRunCursor right)
    {
        int order = DeferredRecord.Compare(left.Head, right.Head);
        return order != 0 ? order : left.Number.CompareTo(right.Number);
    }
}
