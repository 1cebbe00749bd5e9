using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using TrailLake.Ingest;
using TrailLake.Scanning;

namespace TrailLake.Lake.Optimization;

/// <summary>Finds records that stand in a partition twice: with the same eventID and the same recordHash, as ingest compares them.</summary>
static class DuplicateFinder
{
    /// <summary>
    /// Whether a partition can hold a record twice. A writer compares what it writes with the files that it knows and with itself; only files of
    /// different writers can repeat one another. What is of no batch any more, an optimization has compared with all the others.
    /// </summary>
    public static bool IsNeeded(IReadOnlyList<DataFile> files) =>
        files.Count > 1 && files.Select(file => file.Batch ?? (file.Sha256 is null ? file.Path : "")).Distinct().Skip(1).Any();

    /// <summary>By data file: true for each row whose record stands in an earlier row.</summary>
    /// <param name="files">All data files of a partition; of two copies, that in the earlier file stays.</param>
    /// <param name="rowsAtOnce">About so many ids are in memory at once.</param>
    /// <exception cref="Errors.TrailLakeException">A file is missing or damaged.</exception>
    public static Dictionary<DataFile, bool[]> Find(
        ILakeFormat format, IReadOnlyList<DataFile> files, int rowsAtOnce, CancellationToken cancellation)
    {
        var found = new Dictionary<DataFile, bool[]>();
        uint passes = checked((uint)(files.Sum(file => Math.Max(0, file.Rows)) / rowsAtOnce) + 1);
        for (uint pass = 0; pass < passes; pass++)
        {
            var ids = new EventIdSet();
            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                int row = -1;
                format.ReadEventIds(file.Path, (eventId, hash) =>
                {
                    row++;
                    if ((passes == 1 || PassOf(eventId, hash, passes) == pass) && ids.Add(eventId, hash) == EventIdVerdict.Copy)
                    {
                        Mark(found, file, row);
                    }
                });
            }
        }

        return found;
    }

    // By bits that the set itself does not go by.
    static uint PassOf(ReadOnlySpan<byte> eventId, long hash, uint passes) =>
        (uint)((eventId.IsEmpty ? (ulong)hash : ByteHash.Compute(eventId)) >> 24) % passes;

    static void Mark(Dictionary<DataFile, bool[]> found, DataFile file, int row)
    {
        var rows = found.GetValueOrDefault(file) ?? new bool[Math.Max(0, file.Rows)];
        if (rows.Length <= row)
        {
            // The log does not say how many there are.
            Array.Resize(ref rows, (row + 1) * 2);
        }

        rows[row] = true;
        found[file] = rows;
    }
}
