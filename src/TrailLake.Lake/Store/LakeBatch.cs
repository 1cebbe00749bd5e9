using TrailLake.Columns;
using TrailLake.Index;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// Data files and ledger rows that become part of the lake together or not at all. Safe for several threads; <see cref="Commit"/> is called
/// once, when the others are done. Disposing of a batch that was not committed removes its files.
/// </summary>
sealed partial class LakeBatch : IDisposable
{
    /// <summary>Ledger rows in memory before a slice is written: about 25 MB.</summary>
    internal const int RowsPerSlice = 50_000;

    /// <summary>Bytes of rejects in memory before a slice is written.</summary>
    internal const long RejectBytesPerSlice = 16 << 20;

    readonly Lock _lock = new();
    readonly LakeStore _store;
    readonly LakeTables _tables;
    readonly ConflictWatch _watch;
    readonly HashSet<StagedFile> _open = [];
    readonly List<CompletedFile> _completed = [];
    readonly LedgerBuffer<ObjectRow> _objects;
    readonly LedgerBuffer<RejectRow> _rejects;
    readonly LedgerBuffer<CopyRow> _copies;
    readonly IndexFileWriter _index;
    int _files;
    long _duplicates;
    long _copiedRecords;

    internal LakeBatch(LakeStore store, ConflictWatch watch)
    {
        _store = store;
        _tables = store.Tables;
        _watch = watch;
        Id = Guid.CreateVersion7().ToString("N");
        _index = new(_tables.Storage, Id);
        _objects = new(_tables.Objects, Id, store.Format.WriteObjects, RowsPerSlice, long.MaxValue);
        _rejects = new(_tables.Rejects, Id, store.Format.WriteRejects, RowsPerSlice, RejectBytesPerSlice);
        _copies = CopyBuffer.Create(store, Id);
    }

    /// <summary>Unique; later batches sort after earlier ones.</summary>
    public string Id { get; }

    /// <summary>The key that the recordHash of its rows is made with; data files name it.</summary>
    public string HashKeyId => _store.RecordHashKey.Id;

    /// <summary>Local folder for what does not fit into memory.</summary>
    internal string SpillFolder => _tables.Storage.SpillFolder(LakeTables.Staging(_tables.Events));

    /// <summary>Completed data files.</summary>
    public int Files { get; private set; }

    /// <summary>Events in the completed files.</summary>
    public long Rows { get; private set; }

    /// <summary>Size of the completed files.</summary>
    public long Bytes { get; private set; }

    /// <summary>Ledger rows.</summary>
    public long Objects => _objects.Count;

    /// <summary>Rejects.</summary>
    public long Rejects => _rejects.Count;

    /// <summary>Runs of records that are copies of events.</summary>
    public long Copies => _copies.Count;

    /// <summary>Chooses the paths of a new data file. The account may be any text; an empty one becomes <c>unknown</c>.</summary>
    public StagedFile NewFile(DateOnly date, string account)
    {
        lock (_lock)
        {
            RequireOpen();
            var file = StagedFile.Create(_tables.Events, Id, _files++, date, account);
            _open.Add(file);
            return file;
        }
    }

    /// <summary>
    /// Adds a row group of a data file to the batch's index, for <see cref="LakeIndex"/>. Either all row groups of a file are added, before
    /// <see cref="Complete"/>, or none: then searches open the file. An index that cannot be written is left out.
    /// </summary>
    /// <param name="file">The data file.</param>
    /// <param name="rows">The rows, sealed and written to the file.</param>
    /// <param name="placement">Where they stand in it.</param>
    public void Index(StagedFile file, ColumnBatch rows, RowPlacement placement) => _index.Add(file.RelativePath, rows, placement);

    /// <summary>Takes a data file that was written and flushed. One without rows is dropped.</summary>
    public void Complete(StagedFile file, SegmentSummary summary)
    {
        if (summary.Rows == 0)
        {
            Discard(file);
            return;
        }

        lock (_lock)
        {
            RequireOpen();
            Close(file);
            _index.Complete(file.RelativePath, summary.Bytes);
            _completed.Add(
                new CompletedFile(file, summary.Bytes, summary.Sha256, summary.DeliveredRows, DeltaStatistics.WriteBytes(summary)));
            Files++;
            Rows += summary.Rows;
            Bytes += summary.Bytes;
        }
    }

    /// <summary>Drops a data file that is not wanted after all.</summary>
    public void Discard(StagedFile file)
    {
        lock (_lock)
        {
            Close(file);
            _index.Discard(file.RelativePath);
        }

        file.Pending.Abandon();
    }

    /// <summary>Adds a row to the ledger. Its batch is set to this one.</summary>
    public void AddObject(ObjectRow row)
    {
        if (row.Records != row.Events + row.Duplicates + row.Rejects)
        {
            throw new ArgumentException(
                $"{row.Uri}: {row.Records} records are not {row.Events} events + {row.Duplicates} duplicates + {row.Rejects} rejects.",
                nameof(row));
        }

        lock (_lock)
        {
            RequireOpen();
            StorageErrors.Guard(_tables.Objects.Address, () => _objects.Add(row.Batch == Id ? row : row with { Batch = Id }, 0));
            _duplicates += row.Duplicates;
        }
    }

    /// <summary>Adds a reject. Its batch is set to this one.</summary>
    public void AddReject(RejectRow row)
    {
        lock (_lock)
        {
            RequireOpen();
            var own = row.Batch == Id ? row : row with { Batch = Id };
            StorageErrors.Guard(_tables.Rejects.Address, () => _rejects.Add(own, row.Content.Length));
        }
    }

    /// <summary>
    /// Adds records that a ledger row of this batch counts as duplicates, with those that were kept. Its batch is set to this one. When
    /// all duplicates are added, the lake knows that none is missing, and <c>verify lake</c> holds it to that.
    /// </summary>
    public void AddCopy(CopyRow row)
    {
        CopyBuffer.Checked(row);
        lock (_lock)
        {
            RequireOpen();
            StorageErrors.Guard(_tables.Copies.Address, () => _copies.Add(row.Batch == Id ? row : row with { Batch = Id }, 0));
            _copiedRecords += row.Records;
        }
    }

    void Close(StagedFile file)
    {
        if (!_open.Remove(file))
        {
            throw new InvalidOperationException("The file is not an open file of this batch.");
        }
    }
}
