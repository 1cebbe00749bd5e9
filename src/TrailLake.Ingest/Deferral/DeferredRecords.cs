using System.Globalization;

namespace TrailLake.Ingest.Deferral;

/// <summary>Deferred records of a round, in temporary files sorted by partition. Safe for several threads.</summary>
/// <param name="folder">Folder for the temporary files.</param>
/// <param name="batch">Id of the batch, for their names.</param>
sealed class DeferredRecords(string folder, string batch) : IDisposable
{
    // Each run that is merged has a block in memory. Runs of runs keep them few, and each record is written once more for each level.
    const int MostRuns = 64;

    readonly Lock _lock = new();
    readonly List<List<DeferredRun>> _levels = [];
    int _names;

    /// <summary>True while no record was deferred.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _levels.Count == 0;
            }
        }
    }

    /// <summary>Bytes of the temporary files.</summary>
    public long Length { get; private set; }

    /// <summary>Begins a run.</summary>
    public DeferredRunWriter Begin()
    {
        // Named as all that a sweep takes for left behind.
        int number = Interlocked.Increment(ref _names);
        return new DeferredRunWriter(
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{batch}-deferred-{number}.tmp")));
    }

    /// <summary>Takes a run.</summary>
    public void Add(DeferredRun run)
    {
        lock (_lock)
        {
            for (int level = 0; ; level++)
            {
                if (level == _levels.Count)
                {
                    _levels.Add([]);
                }

                var runs = _levels[level];
                runs.Add(run);
                Length += run.Length;
                if (runs.Count < MostRuns)
                {
                    return;
                }

                run = Join(runs);
                Drop(runs);
            }
        }
    }

    /// <summary>All records of a section, sorted by partition.</summary>
    public DeferredRunMerge Merge(int section)
    {
        lock (_lock)
        {
            // Those of higher levels are older.
            var runs = new List<DeferredRun>();
            for (int level = _levels.Count - 1; level >= 0; level--)
            {
                runs.AddRange(_levels[level]);
            }

            return new DeferredRunMerge(runs, section);
        }
    }

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _levels.ForEach(Drop);
            _levels.Clear();
        }
    }

    DeferredRun Join(List<DeferredRun> runs)
    {
        using var writer = Begin();
        for (int section = 0; section < DeferredRun.Sections; section++)
        {
            using var merge = new DeferredRunMerge(runs, section);
            while (merge.MoveNext())
            {
                writer.Add(merge.Record);
            }
        }

        return writer.Complete();
    }

    void Drop(List<DeferredRun> runs)
    {
        foreach (var run in runs)
        {
            Length -= run.Length;
            run.Dispose();
        }

        runs.Clear();
    }
}
