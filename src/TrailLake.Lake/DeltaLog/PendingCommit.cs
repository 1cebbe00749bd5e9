using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>A commit that is written and safe, and waits for the version that it becomes.</summary>
sealed class PendingCommit : IDisposable
{
    readonly IPendingFile _file;

    /// <param name="first">The version that it may become first.</param>
    public PendingCommit(DeltaTable table, long first, IEnumerable<DeltaAction> actions)
    {
        _file = table.Storage.Create(table.Commit(first).Name);
        try
        {
            ActionWriter.WriteCommit(_file.Create(), actions);
            _file.Complete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file.Abandon();
            throw StorageErrors.CannotWrite(table.Storage.Address(table.LogFolder), e);
        }
        catch
        {
            _file.Abandon();
            throw;
        }
    }

    /// <summary>Makes it the commit of that name unless there is one. From then on it counts.</summary>
    public bool TryPublish(StoredFile commit) => _file.TryPublish(commit.Name);

    public void Dispose() => _file.Abandon();
}
