using System.Globalization;
using TrailLake.Errors;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Optimization;

/// <summary>
/// Puts the lake in order after many small ingests: joins the small data files of each day and account into files of the right size, their
/// rows clustered anew; removes records that writers at once have let in twice; and brings the index in order. Readers go on, on the
/// snapshot that they have, and so do writers: what they add meanwhile is for the next run. The files that were replaced go with
/// <see cref="LakeSweep"/>. Memory is bounded by row groups. A run that finds all in order changes nothing.
/// </summary>
/// <remarks>
/// What an ingest of an archive leaves is one file for each day and account, and such a file is never touched, small or not, unless that is
/// asked for: there is nothing to join it with. Days that a commit has cut in two are joined when one of the parts and another file are
/// small.
/// </remarks>
/// <remarks>Prepares an optimization; <see cref="Plan"/> or <see cref="Run"/> does it, once.</remarks>
sealed class LakeOptimizer(LakeStore store, OptimizeOptions? options = null)
{
    /// <summary>A commit is made after so many partitions at least; each commit costs every later opening of the lake a little.</summary>
    const int PartitionsPerCommit = 200;

    /// <summary>
    /// Commits that many small partitions make at most: before each the log is read, which takes the longer the more files there are.
    /// </summary>
    const int MostCommits = 40;

    /// <summary>A commit is made after so many bytes: what a run that is stopped has done for nothing.</summary>
    const long BytesPerCommit = 256L << 20;

    /// <summary>So often a partition is begun again because another writer took out one of its files first.</summary>
    const int MostAttempts = 5;

    readonly OptimizeOptions _options = options ?? new OptimizeOptions();
    readonly List<OptimizedPartition> _partitions = [];
    readonly List<SkippedPartition> _left = [];
    readonly Dictionary<PartitionKey, int> _attempts = [];
    long _done;
    long _all;
    long _files;
    long _bytes;
    int _commits;

    /// <summary>How far it is; may be read from any thread.</summary>
    public OptimizeProgress Progress => new(
        Interlocked.Read(ref _done), Interlocked.Read(ref _all), Interlocked.Read(ref _files), Interlocked.Read(ref _bytes));

    /// <summary>Says what would be done now; changes nothing. It reads the ids of partitions that could hold a record twice.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be opened.</exception>
    public OptimizeReport Plan(CancellationToken cancellation = default)
    {
        var snapshot = store.Snapshot();
        var partitions = Partitions(snapshot);
        _all = partitions.Count;
        foreach (var files in partitions)
        {
            try
            {
                if (Decide(files.Key, [.. files], cancellation) is { IsNothing: false } plan)
                {
                    _partitions.Add(plan.Describe(filesAfter: 0, bytesAfter: 0));
                }
            }
            catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
            {
                Leave(files.Key, e.Message, isDamage: true);
            }

            Interlocked.Increment(ref _done);
        }

        return Report(IndexMaintenance.Find(store, cancellation));
    }

    /// <summary>Does it. What was committed before an error or an interruption stays; the next run does the rest.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be opened or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public OptimizeReport Run(CancellationToken cancellation = default)
    {
        var waiting = new Queue<PartitionKey>(Partitions(store.Snapshot()).Select(files => files.Key));
        _all = waiting.Count;
        while (waiting.Count > 0)
        {
            RunCommit(waiting, cancellation);
        }

        return Report(IndexMaintenance.Run(store, cancellation));
    }

    OptimizeReport Report(IndexReport index) => new(
        store.Snapshot().Version,
        _commits,
        [.. _partitions.OrderBy(partition => partition.Date).ThenBy(partition => partition.Account, StringComparer.Ordinal)],
        [.. _left.OrderBy(partition => partition.Date).ThenBy(partition => partition.Account, StringComparer.Ordinal)],
        index);

    /// <summary>
    /// Takes partitions from the front of the queue until they make a commit. Those that another writer got at first go back to its end.
    /// </summary>
    void RunCommit(Queue<PartitionKey> waiting, CancellationToken cancellation)
    {
        var snapshot = store.Snapshot();
        var partitions = snapshot.Files.ToLookup(KeyOf);
        var taken = new List<(PartitionKey Key, OptimizedPartition Result)>();
        using var replacement = store.BeginReplacement(snapshot);
        long bytes = 0;
        while (bytes < BytesPerCommit && taken.Count < Math.Max(PartitionsPerCommit, _all / MostCommits) && waiting.TryPeek(out var key))
        {
            // Who lost a race is committed alone, so that it does not make others lose it again.
            bool isAlone = _attempts.ContainsKey(key);
            if (isAlone && taken.Count > 0)
            {
                break;
            }

            string? failure = null;
            try
            {
                var plan = Decide(key, [.. partitions[key]], cancellation);

                // A commit that only rearranges rows says so, and must not hold one that does more.
                if (taken.Count > 0 && !plan.IsNothing && (plan.Duplicates > 0) != (taken[0].Result.Duplicates > 0))
                {
                    break;
                }

                if (!plan.IsNothing)
                {
                    using var compactor = new PartitionCompactor(replacement, store.Format, store.RecordHashKey, _options, plan);
                    var result = compactor.Run(Count, cancellation);
                    taken.Add((key, result));
                    bytes += result.BytesBefore;
                }
            }
            catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
            {
                failure = e.Message;
            }

            waiting.Dequeue();
            if (failure is not null)
            {
                // Damaged; or taken out by another writer, and swept.
                if (IsSameNow(partitions[key]))
                {
                    Leave(key, failure, isDamage: true);
                }
                else
                {
                    Retry(waiting, key, failure);
                }
            }

            Interlocked.Increment(ref _done);
            if (isAlone)
            {
                break;
            }
        }

        Commit(replacement, taken, waiting);
    }

    void Commit(LakeReplacement replacement, List<(PartitionKey Key, OptimizedPartition Result)> taken, Queue<PartitionKey> waiting)
    {
        if (taken.Count == 0)
        {
            return;
        }

        try
        {
            var results = taken.ConvertAll(pair => pair.Result);
            replacement.Commit("OPTIMIZE", Parameters(results), dataChange: results[0].Duplicates > 0);
            _partitions.AddRange(results);
            _commits++;
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Conflict)
        {
            foreach (var (key, _) in taken)
            {
                Retry(waiting, key, e.Message);
            }
        }
    }

    void Retry(Queue<PartitionKey> waiting, PartitionKey key, string reason)
    {
        int attempt = _attempts.GetValueOrDefault(key) + 1;
        _attempts[key] = attempt;
        if (attempt >= MostAttempts)
        {
            Leave(key, reason, isDamage: false);
            return;
        }

        waiting.Enqueue(key);
        Interlocked.Decrement(ref _done);
    }

    void Leave(PartitionKey key, string reason, bool isDamage) => _left.Add(new SkippedPartition(key.Date, key.Account, reason, isDamage));

    /// <summary>Decides what is to be done with a partition.</summary>
    CompactionPlan Decide(PartitionKey key, IReadOnlyList<DataFile> files, CancellationToken cancellation)
    {
        // Of most partitions of a large lake: there is nothing to compare or to join.
        if (files.Count < 2 && !_options.Rewrite)
        {
            return new CompactionPlan(key, [], [], new DuplicateRows());
        }

        var small = files.Where(_options.IsSmall).ToList();
        HashSet<DataFile> chosen = _options.Rewrite ? [.. files] : small.Count > 1 ? [.. small] : [];
        var dropped = DuplicateFinder.IsNeeded(files)
            ? DuplicateFinder.Find(
                store.Format,
                store.RecordHashKey,
                [.. files.OrderBy(file => chosen.Contains(file)).ThenBy(file => file.PathInTable, StringComparer.Ordinal)],
                _options.RowsAtOnce,
                cancellation)
            : new DuplicateRows();
        chosen.UnionWith(dropped.Rows.Keys);

        // Ingest met the events in about this order, and so they are read again: row groups of a large day are spans of time.
        return new CompactionPlan(
            key,
            [.. chosen.OrderBy(file => file.MinEventTime ?? DateTime.MinValue).ThenBy(file => file.PathInTable, StringComparer.Ordinal)],
            dropped.Rows.Count > 0 ? [.. files.Where(file => !chosen.Contains(file))] : [],
            dropped);
    }

    bool IsSameNow(IEnumerable<DataFile> files)
    {
        var now = store.Snapshot().Files.Select(file => file.PathInTable).ToHashSet(StringComparer.Ordinal);
        return files.All(file => now.Contains(file.PathInTable));
    }

    List<IGrouping<PartitionKey, DataFile>> Partitions(LakeSnapshot snapshot) =>
        [.. snapshot.Files.GroupBy(KeyOf).Where(files => _options.Wants(files.Key))];

    void Count(DataFile file)
    {
        Interlocked.Increment(ref _files);
        Interlocked.Add(ref _bytes, file.Bytes);
    }

    static PartitionKey KeyOf(DataFile file) => new(PartitionKey.DayOf(file.Date), file.Account);

    static Dictionary<string, string> Parameters(List<OptimizedPartition> partitions)
    {
        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["partitions"] = Text(partitions.Count),
            ["filesRemoved"] = Text(partitions.Sum(partition => partition.FilesBefore)),
            ["filesAdded"] = Text(partitions.Sum(partition => partition.FilesAfter)),
            ["duplicatesRemoved"] = Text(partitions.Sum(partition => partition.Duplicates)),
        };
    }
}
