using System.Text;
using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>
/// Writes a checkpoint every so many commits. A checkpoint only saves readers time: when it fails, the commit stands all the same.
/// </summary>
/// <param name="beforeHint">Called between the checkpoint and its hint; tests break off there.</param>
sealed class Checkpointer(ICheckpointFormat format, int interval, Action beforeHint)
{
    /// <summary>Writes a checkpoint of a version when enough commits have come since the last one.</summary>
    /// <returns>What went wrong, in one line; null when nothing did.</returns>
    public string? AfterCommit(DeltaTable table, long version)
    {
        try
        {
            var listing = LogListing.Read(table);
            var last = listing.Checkpoints.Count > 0 ? listing.Checkpoints[0] : 0;
            if (version - last >= interval)
            {
                Write(table, version);
            }

            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"No checkpoint was written for {table.Address} at version {version}: {e.Message}";
        }
    }

    /// <summary>Writes a checkpoint of the newest version and removes broken ones.</summary>
    /// <param name="broken">Versions whose checkpoints cannot be read or are not there.</param>
    public void Renew(DeltaTable table, IReadOnlyCollection<long> broken)
    {
        var newest = table.NewestVersion();
        Write(table, newest);
        foreach (var version in broken)
        {
            if (version != newest)
            {
                table.Storage.TryDelete(table.Checkpoint(version).Name);
            }
        }
    }

    void Write(DeltaTable table, long version)
    {
        var actions = table.Read(format.ReadCheckpoint, version).ToCheckpoint();
        Publish(table.Checkpoint(version), file => format.WriteCheckpoint(file, actions));
        beforeHint();

        // Last, so that it never names a checkpoint that is not there.
        Publish(table.CheckpointHint, file =>
        {
            file.Create().Write(Encoding.UTF8.GetBytes($"{{\"version\":{version},\"size\":{actions.Count}}}"));
            file.Complete();
        });
    }

    static void Publish(StoredFile target, Action<IPendingFile> write)
    {
        var file = target.Storage.Create(target.Name);
        try
        {
            write(file);
            file.Publish();
        }
        finally
        {
            file.Abandon();
        }
    }
}
