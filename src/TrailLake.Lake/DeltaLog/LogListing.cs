using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>
/// What the log folder holds. It is listed rather than entered through the <c>_last_checkpoint</c> hint: the hint may be stale, broken
/// or missing, and listing is cheap on a file system. The hint is written for other readers.
/// </summary>
sealed class LogListing
{
    LogListing(long newestCommit, List<long> checkpoints)
    {
        Newest = Math.Max(newestCommit, checkpoints.Count > 0 ? checkpoints[0] : -1);
        Checkpoints = checkpoints;
    }

    /// <summary>Versions with a checkpoint, newest first.</summary>
    public IReadOnlyList<long> Checkpoints { get; }

    /// <summary>The newest version that can be read; -1 for no table.</summary>
    public long Newest { get; }

    public static LogListing Read(DeltaTable table)
    {
        long newest = -1;
        var checkpoints = new List<long>();
        try
        {
            foreach (var file in table.Storage.List(table.LogFolder))
            {
                var name = StorageName.Leaf(file);
                if (LogNames.TryCommit(name, out var version))
                {
                    newest = Math.Max(newest, version);
                }
                else if (LogNames.TryCheckpoint(name, out version))
                {
                    checkpoints.Add(version);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotRead(table.Storage.Address(table.LogFolder), e);
        }

        checkpoints.Sort((a, b) => b.CompareTo(a));
        return new LogListing(newest, checkpoints);
    }
}
