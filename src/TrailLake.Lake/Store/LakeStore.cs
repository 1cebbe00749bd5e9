using TrailLake.DeltaLog;
using TrailLake.Hashing;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// A lake: open it, take a snapshot, list its files, append batches. Opening and reading write nothing, so a lake may be
/// mounted read-only. Several stores, threads and processes may use one lake at once.
/// </summary>
sealed class LakeStore
{
    /// <summary>Commits between two checkpoints.</summary>
    internal const int DefaultCheckpointInterval = 20;

    readonly WeakReference<LakeSnapshot?> _latest = new(null);
    readonly Lock _keyLock = new();
    RecordHashKey? _key;
    bool _isKeyNamed;
    int _isWritable;

    LakeStore(LakeTables tables, ILakeFormat format)
    {
        Tables = tables;
        Format = format;
    }

    /// <summary>Where the lake is: its folder, as a full path, or its address.</summary>
    public string Directory => Tables.Address;

    /// <summary>The lake's files.</summary>
    public ILakeStorage Storage => Tables.Storage;

    /// <summary>Writes and reads the lake's files.</summary>
    public ILakeFormat Format { get; }

    /// <summary>The key of the lake's record hashes. Only writers need it; a lake of the first format gets its secret now.</summary>
    /// <exception cref="Errors.TrailLakeException">The secret is missing, damaged, or not one of this lake.</exception>
    public RecordHashKey RecordHashKey
    {
        get
        {
            lock (_keyLock)
            {
                if (_key is null)
                {
                    var known = Snapshot().RecordHashKeys;
                    _key = LakeSecret.Open(Storage, known);
                    _isKeyNamed = known.Contains(_key.Id);
                }

                return _key;
            }
        }
    }

    internal LakeTables Tables { get; }

    internal int CheckpointInterval { get; set; } = DefaultCheckpointInterval;

    internal Checkpointer Checkpointer => new(Format, CheckpointInterval, () => Fault?.Invoke(CommitStep.CheckpointWritten));

    /// <summary>Called after each step of a commit; tests throw from it.</summary>
    internal Action<CommitStep>? Fault { get; set; }

    /// <summary>Whether there is a lake in a folder, be it sound or not.</summary>
    public static bool Exists(string directory) => new LakeTables(new FolderStorage(directory)).Events.NewestVersion() >= 0;

    /// <summary>Opens a lake in a folder.</summary>
    /// <exception cref="Errors.TrailLakeException">There is no lake, it is damaged, or it needs a newer TrailLake.</exception>
    public static LakeStore Open(string directory, ILakeFormat format) => Open(new FolderStorage(directory), format);

    /// <summary>Opens a lake.</summary>
    /// <exception cref="Errors.TrailLakeException">There is no lake, it is damaged, or it needs a newer TrailLake.</exception>
    public static LakeStore Open(ILakeStorage storage, ILakeFormat format)
    {
        if (!storage.Exists)
        {
            throw LakeErrors.NoFolder(storage.Address(""));
        }

        var store = new LakeStore(new LakeTables(storage), format);
        if (store.Tables.Events.NewestVersion() < 0)
        {
            throw LakeErrors.NotALake(store.Directory);
        }

        store.Snapshot();
        return store;
    }

    /// <summary>Opens a lake in a folder, and makes it first where there is none.</summary>
    /// <exception cref="Errors.TrailLakeException">It cannot be made, is damaged, or needs a newer TrailLake.</exception>
    public static LakeStore OpenOrCreate(string directory, ILakeFormat format) => OpenOrCreate(new FolderStorage(directory), format);

    /// <summary>Opens a lake, and makes it first where there is none.</summary>
    /// <exception cref="Errors.TrailLakeException">It cannot be made, is damaged, or needs a newer TrailLake.</exception>
    public static LakeStore OpenOrCreate(ILakeStorage storage, ILakeFormat format)
    {
        var tables = new LakeTables(storage);
        try
        {
            // The events table comes last: where it stands, the lake was whole, and a table that it lacks was lost and is not made anew.
            if (tables.Events.NewestVersion() < 0)
            {
                tables.Objects.CreateIfMissing(TableSchemas.CreateObjects);
                tables.Rejects.CreateIfMissing(TableSchemas.CreateRejects);
                tables.Copies.CreateIfMissing(TableSchemas.CreateCopies);
                var key = LakeSecret.CreateIfMissing(storage);
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                tables.Events.CreateIfMissing(() => TableSchemas.CreateEvents(BatchTransaction.Table(now), LakeSecret.ToAction(key, now)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.CannotCreate(tables.Address, e);
        }

        return Open(storage, format);
    }

    /// <summary>The newest state. It stays as it is, whatever is committed later.</summary>
    public LakeSnapshot Snapshot()
    {
        if (_latest.TryGetTarget(out var latest) && latest.Version == Tables.Events.NewestVersion())
        {
            return latest;
        }

        var snapshot = Read(null);
        _latest.SetTarget(snapshot);
        return snapshot;
    }

    /// <summary>The state at an older version of the events table.</summary>
    /// <exception cref="Errors.TrailLakeException">There is no such version, or files of it have been swept.</exception>
    public LakeSnapshot Snapshot(long version)
    {
        var snapshot = Read(version);
        if (version < Tables.Events.NewestVersion())
        {
            var live = Snapshot().Files.Select(file => file.PathInTable).ToHashSet(StringComparer.Ordinal);
            var swept = snapshot.Files.Where(file => !live.Contains(file.PathInTable) && !file.File.Exists).ToList();
            if (swept.Count > 0)
            {
                throw LakeErrors.Swept(Tables.Events.Address, version, swept.Count, swept[0].RelativePath);
            }
        }

        return snapshot;
    }

    /// <summary>Begins a batch. Nothing of it can be seen before its commit.</summary>
    /// <param name="since">
    /// The snapshot whose ledger told the caller which objects are new; the newest when null. When another batch has brought one of this
    /// one's objects or events into the lake after it, the commit is refused, whoever wrote that batch.
    /// </param>
    public LakeBatch BeginBatch(LakeSnapshot? since = null)
    {
        RequireWritable();
        RequireCopies();
        return new LakeBatch(this, since?.Watch ?? new ConflictWatch(Tables, Format, Tables.Events.NewestVersion()));
    }

    /// <summary>Begins to take files out of the lake and to put others in their place, in one commit.</summary>
    /// <param name="since">The snapshot whose files are replaced.</param>
    public LakeReplacement BeginReplacement(LakeSnapshot since)
    {
        RequireWritable();
        return new LakeReplacement(this, since.Version);
    }

    /// <summary>
    /// Gives the lake a new secret in the place of one that is lost. Events of before are from then on compared by their rebuilt content.
    /// </summary>
    /// <returns>False when the secret is there and the lake's: nothing was changed.</returns>
    /// <exception cref="Errors.TrailLakeException">The lake cannot be written.</exception>
    public bool ReplaceLostSecret()
    {
        RequireWritable();
        var snapshot = Snapshot();
        lock (_keyLock)
        {
            if (LakeSecret.Find(Storage, snapshot.RecordHashKeys).Problem is null)
            {
                return false;
            }

            _key = LakeSecret.Replace(Storage, action => Tables.Events.Append(
                snapshot.Version,
                [CommitSignature.Commit(action.LastUpdated!.Value, "NEW SECRET", new Dictionary<string, string>()), action]));
            _isKeyNamed = true;
            return true;
        }
    }

    /// <summary>The action that names the lake's key, for a commit to the events log; none when the log has it.</summary>
    internal IEnumerable<DeltaAction> NameKey(long now) => RecordHashKey is var key && _isKeyNamed ? [] : [LakeSecret.ToAction(key, now)];

    LakeSnapshot Read(long? version)
    {
        var events = Tables.Events.Read(Format.ReadCheckpoint, version);
        return events.Metadata!.PartitionColumns.SequenceEqual(TableSchemas.EventPartitions)
            ? new LakeSnapshot(Tables, Format, events)
            : throw LakeErrors.ForeignSchema(Tables.Events.Address);
    }

    /// <summary>Once a store: later changes of the events table are met by the commits themselves.</summary>
    internal void RequireWritable()
    {
        if (Volatile.Read(ref _isWritable) == 1)
        {
            return;
        }

        Tables.Events.RequireWritable(Snapshot().Protocol);
        Tables.Objects.RequireWritable(Tables.Objects.Read(Format.ReadCheckpoint).Protocol!);
        Tables.Rejects.RequireWritable(Tables.Rejects.Read(Format.ReadCheckpoint).Protocol!);
        if (Tables.Copies.NewestVersion() >= 0)
        {
            Tables.Copies.RequireWritable(Tables.Copies.Read(Format.ReadCheckpoint).Protocol!);
        }

        Volatile.Write(ref _isWritable, 1);
    }

    /// <summary>A table that was lost must not be made anew: its rows would be missing, and nothing would say so.</summary>
    internal void RequireCopies()
    {
        if (Tables.Copies.NewestVersion() < 0 && Snapshot().HasCopies)
        {
            throw LakeErrors.LostCopies(Tables.Copies.Address);
        }
    }
}
