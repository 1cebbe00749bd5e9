using System.Collections.Frozen;
using System.Text.Json;
using TrailLake.DeltaLog;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;
using TrailLake.Tables.Rows;

namespace TrailLake.Store;

/// <summary>
/// The lake at one version. Rows of the ledger, of the rejects and of the copies count only when the events log holds their batch.
/// </summary>
sealed class LakeSnapshot
{
    readonly LakeTables _tables;
    readonly ILakeFormat _format;
    readonly Lazy<LedgerFiles> _objectFiles;
    readonly Lazy<LedgerFiles> _rejectFiles;
    readonly Lazy<LedgerFiles> _copyFiles;
    ConflictWatch? _watch;

    internal LakeSnapshot(LakeTables tables, ILakeFormat format, DeltaSnapshot events)
    {
        _tables = tables;
        _format = format;
        Version = events.Version;
        Protocol = events.Protocol!;
        RecordHashKeys = LakeSecret.KeysOf(events.Transactions.Keys);
        Metadata = events.Metadata!;
        var deductions = events.Transactions.Values.ToLookup(txn => LakeDeduction.IsDeduction(txn.AppId));
        Deductions = [.. deductions[true].Select(LakeDeduction.Parse).OfType<LakeDeduction>()];
        HasCopies = BatchTransaction.HasTable(events);
        Batches = deductions[false].Select(txn => txn.AppId).ToFrozenSet();
        BatchesWithCopies = deductions[false].Where(txn => txn.Version == BatchTransaction.BatchWithCopies).Select(txn => txn.AppId)
            .ToFrozenSet();
        Files = ListFiles(tables.Events, events);

        // Read after the events log and only when asked for. A batch's ledger rows are committed before the batch, so whatever batch this
        // snapshot knows, the ledger has all of it.
        _objectFiles = new(() => ListLedger(tables.Objects), LazyThreadSafetyMode.PublicationOnly);
        _rejectFiles = new(() => ListLedger(tables.Rejects), LazyThreadSafetyMode.PublicationOnly);
        _copyFiles = new(ListCopies, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Version of the events table.</summary>
    public long Version { get; }

    /// <summary>The data files, by date, account and name.</summary>
    public IReadOnlyList<DataFile> Files { get; }

    /// <summary>
    /// The ledger's files. A file may hold rows of batches that are not in <see cref="Batches"/>: they do not count.
    /// </summary>
    public IReadOnlyList<StoredFile> ObjectFiles => _objectFiles.Value.All;

    /// <summary>
    /// Those of <see cref="ObjectFiles"/> that may hold such rows: the log does not say that all of a file's are of one batch.
    /// </summary>
    public IReadOnlyList<StoredFile> MixedObjectFiles => _objectFiles.Value.Mixed;

    /// <summary>The files with rejects; as <see cref="ObjectFiles"/>.</summary>
    public IReadOnlyList<StoredFile> RejectFiles => _rejectFiles.Value.All;

    /// <summary>As <see cref="MixedObjectFiles"/>.</summary>
    public IReadOnlyList<StoredFile> MixedRejectFiles => _rejectFiles.Value.Mixed;

    /// <summary>
    /// The files with copies; as <see cref="ObjectFiles"/>. Empty for a lake of an older version, which has no such table.
    /// </summary>
    /// <exception cref="Errors.TrailLakeException">When asked for: the lake had the table, and it is gone.</exception>
    public IReadOnlyList<StoredFile> CopyFiles => _copyFiles.Value.All;

    /// <summary>As <see cref="MixedObjectFiles"/>.</summary>
    public IReadOnlyList<StoredFile> MixedCopyFiles => _copyFiles.Value.Mixed;

    /// <summary>Files of the ledger, of the rejects and of the copies that other programs wrote.</summary>
    public int ForeignLedgerFiles => new[] { _objectFiles, _rejectFiles, _copyFiles }.Sum(files => files.Value.Foreign);

    /// <summary>Ids of the batches that are committed, and of the optimizations that removed copies.</summary>
    public IReadOnlySet<string> Batches { get; }

    /// <summary>
    /// Batches that the ledger, the rejects or the copies have files of and that are not in <see cref="Batches"/>: they broke off, or are
    /// under way. Files that hold rows of several batches, which only reading them tells, are left out: see <see cref="MixedObjectFiles"/>.
    /// </summary>
    public IReadOnlyList<string> OpenBatches => [.. _tables.All.Except([_tables.Events])
        .SelectMany(table => table.Read(_format.ReadCheckpoint).Files.Values)
        .Select(file => file.Batch).OfType<string>().Where(batch => !Batches.Contains(batch)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Each table that there is, by name, with the names of its columns, as its log says them to other programs.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns => _tables.All.ToDictionary(
        table => table.Name,
        table => ColumnsOf(table.Read(_format.ReadCheckpoint).Metadata!.SchemaString));

    /// <summary>Events that the ledger counts and that were purged or lost since.</summary>
    public IReadOnlyList<LakeDeduction> Deductions { get; }

    /// <summary>Those of <see cref="Deductions"/> that are purges.</summary>
    public IReadOnlyList<LakeDeduction> Purges => [.. Deductions.Where(deduction => deduction.Kind == DeductionKind.Purge)];

    /// <summary>
    /// Events of days and accounts that were purged: they came late, or a run brought them back because the ledger had lost its rows of
    /// their objects. Files of other programs, whose rows the log does not tell, are left out.
    /// </summary>
    public long EventsOfPurgedDays
    {
        get
        {
            var purges = Purges;
            return purges.Count == 0
                ? 0
                : Files.Where(file => purges.Any(purge => purge.Covers(file.Date, file.Account))).Sum(file => Math.Max(0, file.Rows));
        }
    }

    /// <summary>Reads single rows of the data files; null when the lake's format cannot.</summary>
    public IRowSource? Rows => _format.Rows;

    /// <summary>Ids of the keys that record hashes of this lake were made with; none in a lake of the first format.</summary>
    internal IReadOnlySet<string> RecordHashKeys { get; }

    internal ProtocolAction Protocol { get; }

    internal MetadataAction Metadata { get; }

    /// <summary>Whether the lake has the table of copies, or had it and lost it.</summary>
    internal bool HasCopies { get; }

    /// <summary>The batches of which every duplicate that the ledger counts is in a row of the copies.</summary>
    internal IReadOnlySet<string> BatchesWithCopies { get; }

    /// <summary>Shared by the batches that were begun from this snapshot.</summary>
    internal ConflictWatch Watch => LazyInitializer.EnsureInitialized(ref _watch, () => new ConflictWatch(_tables, _format, Version))!;

    /// <summary>
    /// The ledger: one row for each URI and ETag. Of several, the newest that could be read, else the newest. A row without an ETag, which
    /// a repair guessed, counts only until the object is read.
    /// </summary>
    public IEnumerable<ObjectRow> ReadObjects()
    {
        // Few objects have two rows (they could not be read, and were tried again), but there may be millions of objects. So the keys are
        // gone through first, as hashes; only the rows of repeated keys are held back.
        var met = new ObjectIndex();
        var repeated = new HashSet<(string, string)>();
        var guessed = new HashSet<string>();
        VisitKeys((uri, etag, state) =>
        {
            if (IsGuess(etag, state))
            {
                guessed.Add(uri);
            }

            if (!met.TryAdd(uri, etag))
            {
                repeated.Add((uri, etag));
            }
        });

        return Stream();

        IEnumerable<ObjectRow> Stream()
        {
            var best = new Dictionary<(string, string), ObjectRow>();
            var read = new HashSet<string>();
            foreach (var path in ObjectFiles)
            {
                foreach (var row in _format.ReadObjects(path))
                {
                    if (!Batches.Contains(row.Batch))
                    {
                        continue;
                    }

                    if (row.State != ObjectState.Unreadable && guessed.Contains(row.Uri))
                    {
                        read.Add(row.Uri);
                    }

                    if (!repeated.Contains((row.Uri, row.ETag)) && !IsGuess(row.ETag, row.State))
                    {
                        yield return row;
                    }
                    else if (!best.TryGetValue((row.Uri, row.ETag), out var other) || IsBetter(row, other))
                    {
                        best[(row.Uri, row.ETag)] = row;
                    }
                }
            }

            foreach (var row in best.Values)
            {
                if (!IsGuess(row.ETag, row.State) || !read.Contains(row.Uri))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>What could not become an event.</summary>
    public IEnumerable<RejectRow> ReadRejects()
    {
        foreach (var path in RejectFiles)
        {
            foreach (var row in _format.ReadRejects(path))
            {
                if (Batches.Contains(row.Batch))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>Which records are copies of which.</summary>
    /// <exception cref="Errors.TrailLakeException">The lake had the table, and it is gone; or a file of it is damaged.</exception>
    public IEnumerable<CopyRow> ReadCopies()
    {
        foreach (var path in CopyFiles)
        {
            foreach (var row in _format.ReadCopies(path))
            {
                if (Batches.Contains(row.Batch))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>Which objects are done, for the next run to pass over.</summary>
    public ObjectIndex ReadObjectIndex()
    {
        var index = new ObjectIndex();
        VisitKeys(index.Add);
        return index;
    }

    void VisitKeys(Action<string, string, ObjectState> visit)
    {
        foreach (var path in ObjectFiles)
        {
            _format.ReadObjectKeys(path, (uri, etag, state, batch) =>
            {
                if (Batches.Contains(batch))
                {
                    visit(uri, etag, state);
                }
            });
        }
    }

    static bool IsGuess(string etag, ObjectState state) => etag.Length == 0 && state == ObjectState.Unreadable;

    static bool IsBetter(ObjectRow row, ObjectRow other)
    {
        var wasRead = row.State != ObjectState.Unreadable;
        return wasRead != (other.State != ObjectState.Unreadable)
            ? wasRead
            : (row.IngestedAt, row.Batch).CompareTo((other.IngestedAt, other.Batch)) > 0;
    }

    static IReadOnlyList<string> ColumnsOf(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return [.. document.RootElement.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!)];
    }

    LedgerFiles ListCopies() => _tables.Copies.NewestVersion() >= 0 ? ListLedger(_tables.Copies)
        : HasCopies ? throw LakeErrors.LostCopies(_tables.Copies.Address)
        : new([], [], 0);

    LedgerFiles ListLedger(DeltaTable table)
    {
        // Batches that broke off between the ledger's commit and their own are left out here already.
        var files = table.Read(_format.ReadCheckpoint).Files.Values
            .Where(file => file.Batch is not { } batch || Batches.Contains(batch)).ToList();
        return new(
            [.. files.Select(file => file.Path).Order(StringComparer.Ordinal).Select(table.File)],
            [.. files.Where(file => file.Batch is null).Select(file => table.File(file.Path))],
            files.Count(file => file.IsForeign));
    }

    static DataFile[] ListFiles(DeltaTable table, DeltaSnapshot events)
    {
        var files = new DataFile[events.Files.Count];
        int i = 0;
        foreach (var file in events.Files.Values)
        {
            if (!PartitionFolder.TryParseDate(file.PartitionValues.GetValueOrDefault(CloudTrailSchema.DatePartition), out var date)
                || !file.PartitionValues.TryGetValue(CloudTrailSchema.AccountPartition, out var account))
            {
                throw LakeErrors.BadPartition(table.Address, file.Path);
            }

            files[i++] = new DataFile(table, file, date, string.IsNullOrEmpty(account) ? PartitionFolder.UnknownAccount : account);
        }

        Array.Sort(files, static (a, b) =>
        {
            int order = a.Date.CompareTo(b.Date);
            order = order != 0 ? order : string.CompareOrdinal(a.Account, b.Account);
            return order != 0 ? order : string.CompareOrdinal(a.PathInTable, b.PathInTable);
        });
        return files;
    }

    sealed record LedgerFiles(IReadOnlyList<StoredFile> All, IReadOnlyList<StoredFile> Mixed, int Foreign);
}
