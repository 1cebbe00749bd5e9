using System;
using System.Collections.Generic;
using System.IO;

namespace TrailLake.Lake.DeltaLog;

/// <summary>
/// What the log folder holds. It is listed rather than entered through the <c>_last_checkpoint</c> hint: the hint may be stale, broken
/// or missing, and listing is cheap on a file system. The hint is written for readers on object stores.
/// </summary>
sealed class LogListing
{
    LogListing(long newestCommit, List<long> checkpoints)
    {
        NewestCommit = newestCommit;
        Checkpoints = checkpoints;
    }

    /// <summary>-1 when there is none.</summary>
    public long NewestCommit { get; }

    /// <summary>Versions with a checkpoint, newest first.</summary>
    public IReadOnlyList<long> Checkpoints { get; }

    /// <summary>The newest version that can be read; -1 for no table.</summary>
    public long Newest => Math.Max(NewestCommit, Checkpoints.Count > 0 ? Checkpoints[0] : -1);

    public static LogListing Read(string logFolder)
    {
        long newest = -1;
        var checkpoints = new List<long>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(logFolder))
            {
                var name = Path.GetFileName(path.AsSpan());
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
        catch (DirectoryNotFoundException)
        {
            return new LogListing(-1, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.CannotRead(logFolder, e);
        }

        checkpoints.Sort((a, b) => b.CompareTo(a));
        return new LogListing(newest, checkpoints);
    }
}
