using TrailLake.DeltaLog;
using TrailLake.Errors;
using TrailLake.Hashing;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Store;

sealed partial class LakeBatch
{
    // How far the commit got decides what may be deleted when it breaks off: never a file that a log may name.
    enum Progress
    {
        Collecting,
        Renaming,
        LedgerNamed,
        EventsMayBeNamed,
        Committed,
        Disposed,
    }

    Progress _progress;
    int _othersChecked;
    long? _ledgerVersion;
    long? _rejectsVersion;
    long? _copiesVersion;

    /// <summary>
    /// Makes the batch part of the lake.
    /// </summary>
    /// <remarks>
    /// <para>1. The ledger's last slices are written. 2. Data files get their final names. 3. The ledger, the rejects and the copies are
    /// committed to their tables; their rows do not count yet. 4. The events table is committed, with the batch's id as a transaction:
    /// from this one step on, all of it counts. 5. Checkpoints, where due.</para>
    /// <para>The index of the data files gets its name after them: it is asked only about files that a snapshot names.</para>
    /// <para>After a crash before step 4 the lake is as it was; what lies about is swept. After it, the batch is in the lake.</para>
    /// </remarks>
    /// <exception cref="TrailLakeException">
    /// The disk is full or refuses; or, of kind <see cref="ErrorKind.Conflict"/>, another writer has committed some of the batch's objects
    /// (<see cref="TrailLakeException.ConflictingObjects"/>). Nothing of the batch is in the lake then.
    /// </exception>
    public LakeCommit Commit()
    {
        lock (_lock)
        {
            RequireOpen();
            if (_open.Count > 0)
            {
                throw new InvalidOperationException($"{_open.Count} files of the batch are neither completed nor discarded.");
            }

            if (_completed.Count == 0 && Objects == 0 && Rejects == 0 && Copies == 0)
            {
                _progress = Progress.Committed;
                return Result(_watch.Version, isEmpty: true, warning: null);
            }

            var version = 0L;
            StorageErrors.Guard(_tables.Address, () => version = Publish());
            var warning = WriteCheckpoints(version) ?? _index.Problem;
            return Result(version, isEmpty: false, warning);
        }
    }

    /// <summary>Removes the files of a batch that was not committed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var file in _open)
            {
                file.Pending.Abandon();
            }

            _open.Clear();
            _index.Dispose();
            if (_progress is Progress.Collecting or Progress.Renaming or Progress.LedgerNamed)
            {
                Withdraw();
            }

            _progress = Progress.Disposed;
        }
    }

    long Publish()
    {
        _objects.Flush();
        _rejects.Flush();
        _copies.Flush();
        Reach(CommitStep.LedgerWritten);

        // Before anything is renamed: most conflicts are found here, and then the logs have not met this batch at all.
        _watch.Advance();
        RequireNoConflict();

        _progress = Progress.Renaming;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        _tables.Storage.Publish(_completed.Select(completed => completed.File.Pending), () => Reach(CommitStep.DataRenamed));
        _index.Publish();
        _objects.Publish();
        _rejects.Publish();
        _copies.Publish();
        Reach(CommitStep.LedgerRenamed);

        _progress = Progress.LedgerNamed;
        _ledgerVersion = _objects.Commit(now);
        Reach(CommitStep.LedgerCommitted);
        _rejectsVersion = _rejects.Commit(now);
        Reach(CommitStep.RejectsCommitted);

        // A lake of before has no such table. Its log says that it has one from this batch on.
        _tables.Copies.CreateIfMissing(TableSchemas.CreateCopies);
        _copiesVersion = _copies.Commit(now);
        Reach(CommitStep.CopiesCommitted);

        // From here an error may come after the commit file stands (a failing flush of its folder): the files stay in any case.
        _progress = Progress.EventsMayBeNamed;
        var version = _tables.Events.Append(_watch.Version, EventActions(now), (other, actions) =>
        {
            _watch.Observe(other, actions);
            RequireNoConflict();
        }, _completed.Count > 0 ? CommitKind.Adds : CommitKind.None);
        _progress = Progress.Committed;
        Reach(CommitStep.EventsCommitted);
        return version;
    }

    // One after the other: the actions of tens of thousands of files take more memory than all that is known of them.
    IEnumerable<DeltaAction> EventActions(long now)
    {
        yield return CommitSignature.Append(now, TableSchemas.EventPartitions);
        yield return new TxnAction(Id, _duplicates == _copiedRecords ? BatchTransaction.BatchWithCopies : BatchTransaction.Batch, now);
        yield return BatchTransaction.Table(now);
        foreach (var action in _store.NameKey(now))
        {
            yield return action;
        }

        foreach (var completed in _completed)
        {
            var file = completed.File;
            yield return new AddAction(
                DeltaPath.Encode(file.RelativePath),
                PartitionFolder.Values(file.Date, file.Account),
                completed.Bytes,
                now,
                DataChange: true,
                completed.Stats,
                LiveFile.Tags(Id, completed.Sha256, completed.DeliveredRows));
        }
    }

    void RequireNoConflict()
    {
        RequireNewObjects();
        if (HoldsEventsOfOthers())
        {
            Withdraw();
            throw LakeErrors.SameEvents(_tables.Address);
        }
    }

    void RequireNewObjects()
    {
        if (_watch.IsQuiet)
        {
            return;
        }

        // Our own keys are read back from our slices: conflicts are rare, and keeping every key for them would cost every batch memory.
        var uris = new List<string>();
        foreach (var slice in _objects.Slices)
        {
            _store.Format.ReadObjectKeys(slice, (uri, etag, state, _) =>
            {
                if (state != ObjectState.Unreadable && _watch.IsDone(uri, etag))
                {
                    uris.Add(uri);
                }
            });
        }

        if (uris.Count > 0)
        {
            Withdraw();
            throw LakeErrors.Conflict(_tables.Address, uris);
        }
    }

    /// <summary>
    /// Whether others have committed events with the ids of ours since the snapshot that ours were compared with. Only then: two writers
    /// that share partitions but no events never wait for one another.
    /// </summary>
    bool HoldsEventsOfOthers()
    {
        var files = _watch.FilesFrom(_othersChecked);
        _othersChecked += files.Count;
        if (files.Count == 0)
        {
            return false;
        }

        var completed = _completed.ToLookup(file => StorageName.Folder(file.File.RelativePath), file => file.File, StringComparer.Ordinal);
        foreach (var others in files.GroupBy(file => file.Partition))
        {
            if (!completed.Contains(others.Key))
            {
                continue;
            }

            var ids = new EventIdSet();
            foreach (var other in others)
            {
                ids.Load(_store.Format, other.File, _store.RecordHashKey);
            }

            bool found = false;
            using var hasher = new RecordHasher(_store.RecordHashKey);
            foreach (var file in completed[others.Key])
            {
                RecordIdentities.Read(
                    _store.Format, file.Pending.Written, _store.RecordHashKey,
                    (id, hash, _, _) => found |= ids.Contains(new EventIdentity(hasher.HashId(id), hash)));
            }

            if (found)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes everything back; called only while the events log cannot name any of it.</summary>
    void Withdraw()
    {
        foreach (var completed in _completed)
        {
            completed.File.Delete();
        }

        _index.Withdraw();
        if (_progress < Progress.LedgerNamed)
        {
            _objects.Delete();
            _rejects.Delete();
            _copies.Delete();
        }
        else
        {
            Revoke(_ledgerVersion, _objects.Revoke);
            Revoke(_rejectsVersion, _rejects.Revoke);
            Revoke(_copiesVersion, _copies.Revoke);
        }

        _progress = Progress.Disposed;
    }

    /// <summary>Rows of a batch that the events log does not know never count: taking them out is tidiness and may fail.</summary>
    static void Revoke(long? version, Action<long> revoke)
    {
        if (version is null)
        {
            return;
        }

        try
        {
            revoke(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        }
        catch (Exception e) when (e is TrailLakeException or IOException or UnauthorizedAccessException)
        {
        }
    }

    string? WriteCheckpoints(long version)
    {
        var checkpointer = _store.Checkpointer;
        var warning = checkpointer.AfterCommit(_tables.Events, version);
        warning ??= _ledgerVersion is { } ledger ? checkpointer.AfterCommit(_tables.Objects, ledger) : null;
        warning ??= _rejectsVersion is { } rejects ? checkpointer.AfterCommit(_tables.Rejects, rejects) : null;
        return warning ?? (_copiesVersion is { } copies ? checkpointer.AfterCommit(_tables.Copies, copies) : null);
    }

    LakeCommit Result(long version, bool isEmpty, string? warning) =>
        new(version, Id, Files, Rows, Bytes, Objects, Rejects, isEmpty, warning);

    void Reach(CommitStep step) => _store.Fault?.Invoke(step);

    void RequireOpen()
    {
        if (_progress != Progress.Collecting)
        {
            throw new InvalidOperationException("The batch is committed or disposed of.");
        }
    }
}
