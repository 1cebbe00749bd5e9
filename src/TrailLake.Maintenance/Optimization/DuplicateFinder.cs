using TrailLake.Hashing;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Optimization;

/// <summary>Finds records that stand in a partition twice, as ingest compares them.</summary>
static class DuplicateFinder
{
    /// <summary>
    /// Whether a partition can hold a record twice. A writer compares what it writes with the files that it knows and with itself; only
    /// files of different writers can repeat one another. What is of no batch any more, an optimization has compared with all the others.
    /// </summary>
    public static bool IsNeeded(IReadOnlyList<DataFile> files) =>
        files.Count > 1 && files.Select(file => file.Batch ?? (file.Sha256 is null ? file.Path : "")).Distinct().Skip(1).Any();

    /// <summary>Finds the rows whose record stands in an earlier row.</summary>
    /// <param name="files">All data files of a partition; of two copies, that in the earlier file stays.</param>
    /// <param name="rowsAtOnce">About so many ids are in memory at once.</param>
    /// <exception cref="Errors.TrailLakeException">A file is missing or damaged.</exception>
    public static DuplicateRows Find(
        ILakeFormat format, RecordHashKey key, IReadOnlyList<DataFile> files, int rowsAtOnce, CancellationToken cancellation)
    {
        var found = new DuplicateRows();
        using var hasher = new RecordHasher(key);
        uint passes = checked((uint)(files.Sum(file => Math.Max(0, file.Rows)) / rowsAtOnce) + 1);
        for (uint pass = 0; pass < passes; pass++)
        {
            var ids = new EventIdSet();
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                int row = -1;
                RecordIdentities.Read(format, file.File, key, (eventId, hash, uri, index) =>
                {
                    row++;
                    var identity = new EventIdentity(hasher.HashId(eventId), hash);
                    if (passes > 1 && PassOf(identity, passes) != pass)
                    {
                        return;
                    }

                    if (!numbers.TryGetValue(uri, out int number))
                    {
                        numbers.Add(uri, number = ids.EnterObject(uri));
                    }

                    if (ids.Add(identity, new RecordLocation(number, index), out var kept) == EventIdMatch.Copy)
                    {
                        found.Add(file, row, uri, index, ids.ObjectOf(kept.Object), kept.Index);
                    }
                });
            }
        }

        return found;
    }

    // By bits that the set itself does not go by.
    static uint PassOf(in EventIdentity identity, uint passes) =>
        (uint)((identity.EventId == 0 ? (ulong)identity.Record : identity.EventId) >> 24) % passes;
}
