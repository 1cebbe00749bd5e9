using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>
/// A Delta Lake table: its log of commits, numbered without gaps, each an atomic set of actions. Reader version 1, writer
/// version 2 of https://github.com/delta-io/delta/blob/master/PROTOCOL.md. Safe for several threads and processes.
/// </summary>
/// <param name="name">Its folder in the storage.</param>
/// <param name="rule">What each commit brings the table's metadata to.</param>
sealed class DeltaTable(ILakeStorage storage, string name, MetadataRule rule)
{
    public const int ReaderVersion = 1;
    public const int WriterVersion = 2;

    // Read in some 40 ms.
    const int MostSmallCommits = 500;
    const long MostSmallBytes = 2 << 20;

    // The newest metadata that this table has met, and a version at which they held.
    readonly Lock _knownLock = new();
    (long Version, MetadataAction Metadata)? _known;

    public ILakeStorage Storage { get; } = storage;

    /// <summary>The table's folder in the storage.</summary>
    public string Name { get; } = name;

    /// <summary>The folder of its log.</summary>
    public string LogFolder { get; } = StorageName.In(name, LogNames.Folder);

    /// <summary>Where people find the table.</summary>
    public string Address => Storage.Address(Name);

    /// <summary>The <c>_last_checkpoint</c> of the log.</summary>
    public StoredFile CheckpointHint => InLog(LogNames.LastCheckpoint);

    /// <summary>Newest version; -1 when there is no such table.</summary>
    public long NewestVersion() => LogListing.Read(this).Newest;

    /// <summary>A version's commit file.</summary>
    public StoredFile Commit(long version) => InLog(LogNames.Commit(version));

    /// <summary>A version's checkpoint file.</summary>
    public StoredFile Checkpoint(long version) => InLog(LogNames.Checkpoint(version));

    /// <summary>A file that the log names, by its decoded path.</summary>
    public StoredFile File(string path) => new(Storage, StorageName.In(Name, path));

    /// <summary>Reads the newest state, or that of an older version.</summary>
    /// <param name="readCheckpoint">Reads a checkpoint file.</param>
    public DeltaSnapshot Read(Func<StoredFile, IReadOnlyList<DeltaAction>> readCheckpoint, long? version = null)
    {
        var listing = LogListing.Read(this);
        if (listing.Newest < 0)
        {
            throw LogErrors.NoTable(Address);
        }

        var target = version ?? listing.Newest;
        if (target < 0 || target > listing.Newest)
        {
            throw LogErrors.NoSuchVersion(Address, target, listing.Newest);
        }

        var snapshot = FromCommits(listing, target) ?? FromNewestCheckpoint(listing, target, readCheckpoint);
        RequireReadable(snapshot, target);
        Learn(target, snapshot.Metadata!);
        return snapshot;
    }

    DeltaSnapshot FromNewestCheckpoint(LogListing listing, long target, Func<StoredFile, IReadOnlyList<DeltaAction>> readCheckpoint)
    {
        var snapshot = FromCheckpoint(listing, target, readCheckpoint);
        for (long next = snapshot.Version + 1; next <= target; next++)
        {
            // Looked up by name and not in the listing: a listing that ran beside a writer may have missed a file.
            var commit = Commit(next);
            snapshot.Apply(next, commit.Exists
                ? ActionReader.StreamCommit(commit)
                : throw LogErrors.MissingCommit(commit.Address, listing.Newest));
        }

        return snapshot;
    }

    /// <summary>Creates the table when it has no commit yet. Of two writers that do so at once, one makes it and both use it.</summary>
    public void CreateIfMissing(Func<IReadOnlyList<DeltaAction>> firstCommit)
    {
        if (NewestVersion() >= 0)
        {
            return;
        }

        Storage.CreateFolder(LogFolder);
        var actions = firstCommit();
        using var commit = new PendingCommit(this, 0, actions);
        if (commit.TryPublish(Commit(0)))
        {
            Learn(0, actions.OfType<MetadataAction>().Single());
        }
    }

    /// <summary>
    /// Appends a commit after <paramref name="seen"/>, or after what others committed since. Each such commit is shown to
    /// <paramref name="onOther"/>, in order, before ours is tried again: it throws when the two cannot stand together.
    /// </summary>
    /// <param name="kind">What it does: the table's rule brings the metadata to what that asks for, in the same commit.</param>
    /// <returns>The version that our commit became. A commit that removed rows is followed by one that brings the metadata back.</returns>
    public long Append(
        long seen,
        IEnumerable<DeltaAction> actions,
        Action<long, IReadOnlyList<DeltaAction>>? onOther = null,
        CommitKind kind = CommitKind.None)
    {
        var change = ChangeOf(seen, kind);
        long version = Publish(seen, actions, onOther, change);
        if (change is not null)
        {
            Learn(version, change.Result);
            if (kind.HasFlag(CommitKind.Removes))
            {
                RestoreMetadata(version);
            }
        }

        return version;
    }

    /// <summary>
    /// After a commit that lifted what other commits have to keep. Should this one fail, or the process end here, the next commit of any
    /// kind does it; the one before stands in any case.
    /// </summary>
    void RestoreMetadata(long version)
    {
        try
        {
            if (ChangeOf(version, CommitKind.None) is { IsNeeded: true } change)
            {
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                var info = CommitSignature.Commit(now, "SET TBLPROPERTIES", new Dictionary<string, string>());
                Learn(Publish(version, [info], null, change), change.Result);
            }
        }
        catch (Exception e) when (e is Errors.TrailLakeException or IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>The change that a commit has to make to the metadata of a version; null when these are not known.</summary>
    MetadataChange? ChangeOf(long seen, CommitKind kind)
    {
        (long Version, MetadataAction Metadata)? known;
        lock (_knownLock)
        {
            known = _known;
        }

        if (known is not { } start)
        {
            return null;
        }

        var change = new MetadataChange(start.Version, start.Metadata, current => rule(current, kind));
        for (long version = start.Version + 1; version <= seen; version++)
        {
            var commit = Commit(version);
            if (!commit.Exists)
            {
                return null;
            }

            change.Observe(version, ActionReader.ReadCommit(commit));
        }

        return change;
    }

    void Learn(long version, MetadataAction metadata)
    {
        lock (_knownLock)
        {
            if (_known is not { } known || version > known.Version)
            {
                _known = (version, metadata);
            }
        }
    }

    long Publish(long seen, IEnumerable<DeltaAction> actions, Action<long, IReadOnlyList<DeltaAction>>? onOther, MetadataChange? change)
    {
        var observe = change is null ? onOther : onOther + change.Observe;
        var commit = new PendingCommit(this, seen + 1, change?.AddTo(actions) ?? actions);
        try
        {
            for (long version = Follow(seen, observe) + 1; ; version++)
            {
                if (change?.IsOutdated == true)
                {
                    commit.Dispose();
                    commit = new PendingCommit(this, version, change.AddTo(actions));
                }

                if (commit.TryPublish(Commit(version)))
                {
                    return version;
                }

                Show(version, observe);
            }
        }
        finally
        {
            commit.Dispose();
        }
    }

    /// <summary>Shows the commits after a version that are there by now, in order.</summary>
    /// <returns>The newest version.</returns>
    public long Follow(long seen, Action<long, IReadOnlyList<DeltaAction>>? onOther)
    {
        // A name below the newest that is free was cleaned up or lost: nobody may commit there, so it is not even tried.
        var newest = NewestVersion();
        for (long version = seen + 1; version <= newest; version++)
        {
            var commit = Commit(version);
            if (!commit.Exists)
            {
                throw LogErrors.MissingCommit(commit.Address, newest);
            }

            Show(version, onOther);
        }

        return Math.Max(seen, newest);
    }

    void Show(long version, Action<long, IReadOnlyList<DeltaAction>>? onOther)
    {
        var actions = ActionReader.ReadCommit(Commit(version));
        foreach (var action in actions)
        {
            if (action is ProtocolAction protocol)
            {
                RequireWritable(protocol);
            }
        }

        onOther?.Invoke(version, actions);
    }

    /// <summary>Refuses a table that only a newer writer may add to.</summary>
    public void RequireWritable(ProtocolAction protocol)
    {
        if (protocol.MinWriterVersion > WriterVersion)
        {
            throw LogErrors.NewerWriter(Address, protocol.MinWriterVersion, WriterVersion, ProtocolOrigin.Describe(this));
        }
    }

    /// <summary>
    /// The state from the commits alone, where there is a checkpoint but they are few: to start the reader of checkpoints costs 130 ms,
    /// which is most of what it takes to open a lake. Null when they are many, one is missing or cannot be read.
    /// </summary>
    DeltaSnapshot? FromCommits(LogListing listing, long target)
    {
        if (listing.Checkpoints.Count == 0 || target >= MostSmallCommits)
        {
            return null;
        }

        try
        {
            long bytes = 0;
            for (long version = 0; version <= target; version++)
            {
                if (Storage.Find(Commit(version).Name) is not { } commit || (bytes += commit.Length) > MostSmallBytes)
                {
                    return null;
                }
            }

            var snapshot = new DeltaSnapshot(Address);
            for (long version = 0; version <= target; version++)
            {
                snapshot.Apply(version, ActionReader.StreamCommit(Commit(version)));
            }

            return snapshot.Protocol is null || snapshot.Metadata is null ? null : snapshot;
        }
        catch (Exception e) when (e is Errors.TrailLakeException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    DeltaSnapshot FromCheckpoint(LogListing listing, long target, Func<StoredFile, IReadOnlyList<DeltaAction>> readCheckpoint)
    {
        (string Path, Exception Error)? broken = null;
        foreach (var version in listing.Checkpoints)
        {
            if (version > target)
            {
                continue;
            }

            var checkpoint = Checkpoint(version);
            try
            {
                var snapshot = new DeltaSnapshot(Address);
                snapshot.Apply(version, readCheckpoint(checkpoint));
                if (snapshot.Protocol is not null && snapshot.Metadata is not null)
                {
                    return snapshot;
                }

                broken ??= (checkpoint.Address, LogErrors.NoProtocol(Address, version));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A checkpoint only repeats what the commits say: an older one, or the commits themselves, do as well.
                broken ??= (checkpoint.Address, e);
            }
        }

        return broken is { } first && !Commit(0).Exists
            ? throw LogErrors.UnreadableCheckpoint(first.Path, first.Error)
            : new DeltaSnapshot(Address);
    }

    void RequireReadable(DeltaSnapshot snapshot, long version)
    {
        if (snapshot.Protocol is null || snapshot.Metadata is null)
        {
            throw LogErrors.NoProtocol(Address, version);
        }

        if (snapshot.Protocol.MinReaderVersion > ReaderVersion)
        {
            throw LogErrors.NewerReader(Address, snapshot.Protocol.MinReaderVersion, ReaderVersion, ProtocolOrigin.Describe(this));
        }
    }

    StoredFile InLog(string leaf) => new(Storage, StorageName.In(LogFolder, leaf));
}
