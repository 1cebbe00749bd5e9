using TrailLake.Columns;
using TrailLake.DeltaLog;
using TrailLake.Index;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// Takes data files out of the lake and puts others in their place, in one commit: a reader sees all of it or nothing. Purging, repairing
/// and compacting are replacements. Batches that others append meanwhile do not disturb it; when another writer has taken out one of the
/// same files, it is refused. Safe for several threads; <see cref="Commit"/> is called once, when the others are done.
/// </summary>
sealed partial class LakeReplacement : IDisposable
{
    readonly Lock _lock = new();
    readonly LakeStore _store;
    readonly DeltaTable _table;
    readonly long _since;
    readonly Dictionary<string, DataFile> _removed = new(StringComparer.Ordinal);
    readonly HashSet<string> _required = new(StringComparer.Ordinal);
    readonly HashSet<StagedFile> _open = [];
    readonly List<(StagedFile File, SegmentSummary Summary, string? Batch)> _completed = [];
    readonly List<LakeDeduction> _deductions = [];
    readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);
    readonly LedgerBuffer<CopyRow> _copies;
    readonly IndexFileWriter _index;
    int _files;
    bool _mayBeNamed;

    internal LakeReplacement(LakeStore store, long since)
    {
        _store = store;
        _table = store.Tables.Events;
        _since = since;
        _index = new(_table.Storage, Id);
        _copies = CopyBuffer.Create(store, Id);
    }

    /// <summary>Unique; names its files.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>As <see cref="LakeBatch.HashKeyId"/>.</summary>
    public string HashKeyId => _store.RecordHashKey.Id;

    /// <summary>Takes a data file out. It stays on the disk for readers of older snapshots until it is swept.</summary>
    /// <param name="file">A file of the snapshot that the replacement was begun from.</param>
    public void Remove(DataFile file)
    {
        lock (_lock)
        {
            _removed[file.PathInTable] = file;
        }
    }

    /// <summary>
    /// Makes the replacement depend on a file that it leaves in its place: when another writer takes that out first, the commit is refused
    /// as for a file of its own.
    /// </summary>
    /// <param name="file">A file of the snapshot that the replacement was begun from.</param>
    public void Require(DataFile file)
    {
        lock (_lock)
        {
            _required.Add(file.PathInTable);
        }
    }

    /// <summary>Chooses the paths of a new data file.</summary>
    public StagedFile NewFile(DateOnly date, string account)
    {
        lock (_lock)
        {
            var file = StagedFile.Create(_table, Id, _files++, date, account);
            _open.Add(file);
            return file;
        }
    }

    /// <summary>
    /// Adds a row group of a new data file to the replacement's index, as <see cref="LakeBatch.Index"/> does: all row groups of a file, or
    /// none.
    /// </summary>
    /// <param name="file">The data file.</param>
    /// <param name="rows">The rows, sealed and written to the file.</param>
    /// <param name="placement">Where they stand in it.</param>
    public void Index(StagedFile file, ColumnBatch rows, RowPlacement placement) => _index.Add(file.RelativePath, rows, placement);

    /// <summary>Takes a data file that was written and flushed. One without rows is dropped.</summary>
    /// <param name="batch">Batch whose rows it holds; null when they are of several.</param>
    public void Complete(StagedFile file, SegmentSummary summary, string? batch)
    {
        lock (_lock)
        {
            if (summary.Rows > 0)
            {
                _open.Remove(file);
                _index.Complete(file.RelativePath, summary.Bytes);
                _completed.Add((file, summary, batch));
                return;
            }
        }

        Discard(file);
    }

    /// <summary>Drops a data file that is not wanted after all.</summary>
    public void Discard(StagedFile file)
    {
        lock (_lock)
        {
            _open.Remove(file);
            _index.Discard(file.RelativePath);
        }

        file.Pending.Abandon();
    }

    /// <summary>Records that events which the ledger counts leave the lake with this commit.</summary>
    public void Deduct(LakeDeduction deduction)
    {
        lock (_lock)
        {
            _deductions.Add(deduction);
        }
    }

    /// <summary>
    /// Adds records whose rows leave the lake with this commit because they are equal to rows that stay. Its batch is set to this
    /// replacement, which then has an id among <see cref="LakeSnapshot.Batches"/>.
    /// </summary>
    /// <exception cref="Errors.TrailLakeException">The disk is full or refuses, or the lake has lost its table of copies.</exception>
    public void AddCopy(CopyRow row)
    {
        CopyBuffer.Checked(row);
        lock (_lock)
        {
            if (_copies.Count == 0)
            {
                _store.RequireCopies();
            }

            StorageErrors.Guard(_store.Tables.Copies.Address, () => _copies.Add(row.Batch == Id ? row : row with { Batch = Id }, 0));
        }
    }

    /// <summary>
    /// Records that the rows of copies of a batch are lost, or do not fit its ledger rows any more: nothing shall be concluded from their
    /// number.
    /// </summary>
    internal void ForgetCopies(string batch)
    {
        lock (_lock)
        {
            _forgotten.Add(batch);
        }
    }

    /// <summary>Makes the replacement visible.</summary>
    /// <param name="operation">For the log's history, such as <c>OPTIMIZE</c>.</param>
    /// <param name="parameters">For the log's history.</param>
    /// <param name="dataChange">False when the same rows only stand in other files.</param>
    /// <returns>The version of the events table.</returns>
    /// <exception cref="Errors.TrailLakeException">
    /// The disk is full or refuses; or, of kind <see cref="Errors.ErrorKind.Conflict"/>, another writer has taken out one of the files:
    /// take a new snapshot and begin again. Nothing was changed then.
    /// </exception>
    public long Commit(string operation, IReadOnlyDictionary<string, string> parameters, bool dataChange)
    {
        lock (_lock)
        {
            if (_open.Count > 0)
            {
                throw new InvalidOperationException($"{_open.Count} files of the replacement are neither completed nor disposed of.");
            }

            var version = 0L;
            StorageErrors.Guard(_table.Address, () => version = Publish(operation, parameters, dataChange));
            _store.Checkpointer.AfterCommit(_table, version);
            if (_copiesVersion is { } copies)
            {
                _store.Checkpointer.AfterCommit(_store.Tables.Copies, copies);
            }

            return version;
        }
    }

    /// <summary>Removes the files of a replacement that was not committed.</summary>
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
            if (!_mayBeNamed)
            {
                _index.Withdraw();
                foreach (var (file, _, _) in _completed)
                {
                    file.Delete();
                }

                WithdrawCopies();
            }
        }
    }
}
