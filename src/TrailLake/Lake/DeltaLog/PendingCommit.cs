using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Lake.Storage;

namespace TrailLake.Lake.DeltaLog;

/// <summary>A commit that is written and flushed under a temporary name, and waits for the version that it becomes.</summary>
sealed class PendingCommit : IDisposable
{
    readonly string _temporary;
    bool _published;

    public PendingCommit(string logFolder, IEnumerable<DeltaAction> actions)
    {
        _temporary = Path.Combine(logFolder, LogNames.Temporary());
        try
        {
            DurableFile.WriteNew(_temporary, stream => ActionWriter.WriteCommit(stream, actions));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DurableFile.TryDelete(_temporary);
            throw LakeErrors.CannotWrite(logFolder, e);
        }
    }

    /// <summary>Makes it the commit of that name unless there is one. From then on it counts.</summary>
    public bool TryPublish(string path)
    {
        if (!DurableFile.TryPublish(_temporary, path))
        {
            return false;
        }

        _published = true;
        DurableFile.FlushDirectory(Path.GetDirectoryName(path)!);
        return true;
    }

    public void Dispose()
    {
        if (!_published)
        {
            DurableFile.TryDelete(_temporary);
        }
    }
}
