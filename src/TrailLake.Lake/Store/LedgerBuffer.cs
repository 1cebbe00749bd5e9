using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// Rows of a batch for one of the tables beside the events: ledger, rejects, copies. When many have come together they are written as a
/// slice under a temporary name, so that memory stays bounded; the commit gives the slices their names. Not safe for several threads: the
/// batch locks.
/// </summary>
sealed class LedgerBuffer<TRow>(
    DeltaTable table, string batch, Func<IPendingFile, IReadOnlyList<TRow>, long> write, int mostRows, long mostBytes)
{
    readonly List<TRow> _rows = [];
    readonly List<LedgerSlice> _slices = [];
    long _bytes;

    /// <summary>Rows taken so far.</summary>
    public long Count { get; private set; }

    /// <summary>The slices as they stand now; complete files all.</summary>
    public IEnumerable<StoredFile> Slices => _slices.Select(static slice => slice.File.Written);

    /// <param name="bytes">What the row holds beyond a few small strings.</param>
    public void Add(TRow row, long bytes)
    {
        _rows.Add(row);
        _bytes += bytes;
        Count++;
        if (_rows.Count >= mostRows || _bytes >= mostBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes what is still in memory.</summary>
    public void Flush()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var file = LakeTables.Create(table, LakeTables.FileName(batch, _slices.Count));
        try
        {
            long length = write(file, _rows);
            _slices.Add(new LedgerSlice(file, length, _rows.Count, FileHash.Compute(file.Written)));
        }
        catch
        {
            file.Abandon();
            throw;
        }

        _rows.Clear();
        _bytes = 0;
    }

    /// <summary>Gives the slices their names.</summary>
    public void Publish() => table.Storage.Publish(_slices.Select(static slice => slice.File));

    /// <summary>Commits the slices to the table's log. Their rows count once the events log holds the batch.</summary>
    /// <returns>The version; null when there are no rows.</returns>
    public long? Commit(long now)
    {
        if (_slices.Count == 0)
        {
            return null;
        }

        var actions = new List<DeltaAction> { CommitSignature.Append(now, []) };
        foreach (var (file, bytes, rows, sha256) in _slices)
        {
            actions.Add(new AddAction(
                PathOf(file),
                new Dictionary<string, string?>(),
                bytes,
                now,
                DataChange: true,
                $"{{\"numRecords\":{rows}}}",
                LiveFile.Tags(batch, sha256)));
        }

        return table.Append(table.NewestVersion(), actions, kind: CommitKind.Adds);
    }

    /// <summary>Takes the slices out of the log again. Their files stay for readers of older snapshots until they are swept.</summary>
    public void Revoke(long now)
    {
        var actions = new List<DeltaAction> { CommitSignature.Commit(now, "DELETE", new Dictionary<string, string>()) };
        foreach (var (file, bytes, _, _) in _slices)
        {
            actions.Add(new RemoveAction(PathOf(file), now, DataChange: true, new Dictionary<string, string?>(), bytes));
        }

        table.Append(table.NewestVersion(), actions, kind: CommitKind.Removes);
    }

    /// <summary>Deletes the slices; only while no log names them.</summary>
    public void Delete()
    {
        foreach (var slice in _slices)
        {
            slice.File.Abandon();
            table.Storage.TryDelete(slice.File.Name);
        }
    }

    static string PathOf(IPendingFile file) => DeltaPath.Encode(StorageName.Leaf(file.Name).ToString());
}
