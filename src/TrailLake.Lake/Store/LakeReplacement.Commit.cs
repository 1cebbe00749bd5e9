using TrailLake.DeltaLog;
using TrailLake.Tables;

namespace TrailLake.Store;

sealed partial class LakeReplacement
{
    bool _copiesMayBeNamed;
    long? _copiesVersion;

    long Publish(string operation, IReadOnlyDictionary<string, string> parameters, bool dataChange)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var seen = _table.Follow(_since, RequireStillThere);
        _table.Storage.Publish(_completed.Select(completed => completed.File.Pending));
        _index.Publish();
        PublishCopies(now);
        _store.Fault?.Invoke(CommitStep.LedgerRenamed);
        var actions = Actions(now, operation, parameters, dataChange);

        // From here an error may come after the commit file stands: the files stay in any case.
        _mayBeNamed = true;
        var version = 0L;
        try
        {
            version = _table.Append(seen, actions, RequireStillThere, Kind(dataChange));
        }
        catch (Errors.TrailLakeException e) when (e.Kind == Errors.ErrorKind.Conflict)
        {
            _mayBeNamed = false;
            throw;
        }

        _store.Fault?.Invoke(CommitStep.EventsCommitted);
        return version;
    }

    /// <summary>Before the events: the rows count once the events log holds this id.</summary>
    void PublishCopies(long now)
    {
        if (_copies.Count == 0)
        {
            return;
        }

        _copies.Flush();
        _copies.Publish();
        _store.Tables.Copies.CreateIfMissing(TableSchemas.CreateCopies);
        _copiesMayBeNamed = true;
        _copiesVersion = _copies.Commit(now);
        _store.Fault?.Invoke(CommitStep.CopiesCommitted);
    }

    /// <summary>Rows of an id that the events log does not know never count: taking them out is tidiness and may fail.</summary>
    void WithdrawCopies()
    {
        if (!_copiesMayBeNamed)
        {
            _copies.Delete();
        }

        if (_copiesVersion is null)
        {
            return;
        }

        try
        {
            _copies.Revoke(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        }
        catch (Exception e) when (e is Errors.TrailLakeException or IOException or UnauthorizedAccessException)
        {
        }
    }

    List<DeltaAction> Actions(long now, string operation, IReadOnlyDictionary<string, string> parameters, bool dataChange)
    {
        var actions = new List<DeltaAction> { CommitSignature.Commit(now, operation, parameters) };
        if (_completed.Count > 0)
        {
            actions.AddRange(_store.NameKey(now));
        }

        foreach (var deduction in _deductions)
        {
            actions.Add(deduction.ToAction(now));
        }

        if (_copies.Count > 0)
        {
            actions.Add(new TxnAction(Id, BatchTransaction.Replacement, now));
            actions.Add(BatchTransaction.Table(now));
        }

        foreach (var batch in _forgotten)
        {
            actions.Add(new TxnAction(batch, BatchTransaction.BatchWithoutCopies, now));
        }

        foreach (var file in _removed.Values)
        {
            var path = DeltaPath.Encode(file.PathInTable);
            actions.Add(new RemoveAction(path, now, dataChange, PartitionFolder.Values(file.Date, file.Account), file.Bytes));
        }

        foreach (var (file, summary, batch) in _completed)
        {
            actions.Add(new AddAction(
                DeltaPath.Encode(file.RelativePath),
                PartitionFolder.Values(file.Date, file.Account),
                summary.Bytes,
                now,
                dataChange,
                DeltaStatistics.Write(summary),
                LiveFile.Tags(batch, summary.Sha256, summary.DeliveredRows)));
        }

        return actions;
    }

    CommitKind Kind(bool dataChange) =>
        (_completed.Count > 0 ? CommitKind.Adds : CommitKind.None)
        | (dataChange && _removed.Count > 0 ? CommitKind.Removes : CommitKind.None);

    void RequireStillThere(long version, IReadOnlyList<DeltaAction> actions)
    {
        foreach (var action in actions)
        {
            if (action is RemoveAction remove && DeltaPath.Decode(remove.Path) is { } path
                && (_removed.ContainsKey(path) || _required.Contains(path)))
            {
                throw LakeErrors.FileReplaced(_table.Address, path);
            }
        }
    }
}
