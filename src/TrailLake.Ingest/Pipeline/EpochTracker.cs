using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Pipeline;

/// <summary>Knows which part of a listing is done, by epochs: runs of objects of one account and one day.</summary>
sealed class EpochTracker
{
    readonly Lock _lock = new();
    readonly Queue<Epoch> _open = new();
    Epoch? _current;

    /// <summary>Account and day that the oldest unfinished objects are of; null when they say neither.</summary>
    public (string? Account, DateOnly? Day)? Front { get; private set; }

    /// <summary>Counts up whenever <see cref="Front"/> moves on.</summary>
    public int Version { get; private set; }

    /// <summary>Takes an object that is about to be handed out.</summary>
    public Epoch Enter(ArchiveKey key)
    {
        lock (_lock)
        {
            if (_current is null || _current.Account != key.Account || _current.Day != key.Day)
            {
                _current = new Epoch(key.Account, key.Day);
                _open.Enqueue(_current);
                Advance();
            }

            _current.Outstanding++;
            return _current;
        }
    }

    /// <summary>Says that an object is done.</summary>
    public void Leave(Epoch epoch)
    {
        lock (_lock)
        {
            epoch.Outstanding--;
            Advance();
        }
    }

    void Advance()
    {
        bool moved = false;
        while (_open.TryPeek(out var oldest) && oldest.Outstanding == 0 && oldest != _current)
        {
            _open.Dequeue();
            moved = true;
        }

        if ((moved || Front is null) && _open.TryPeek(out var front))
        {
            Front = (front.Account, front.Day);
            Version++;
        }
    }

    public sealed class Epoch(string? account, DateOnly? day)
    {
        public string? Account { get; } = account;

        public DateOnly? Day { get; } = day;

        public int Outstanding { get; set; }
    }
}
