using TrailLake.Errors;
using TrailLake.Index;
using TrailLake.Store;
using TrailLake.Tables;
using TrailLake.Tables.Rows;

namespace TrailLake.Maintenance;

/// <summary>Brings the index in order: makes what is missing or damaged from the data files, and joins small index files.</summary>
static class IndexMaintenance
{
    /// <summary>An index file of this size stays as it is when it is whole.</summary>
    const long LargeFile = 64 << 20;

    /// <summary>So many small index files are few enough: each costs a search less than a tenth of a millisecond.</summary>
    const int MostSmallFiles = 8;

    /// <summary>
    /// Writes an index file with all data files that no sound index file knows, and with those of small index files when there are many.
    /// Index files that are no longer needed are left to <see cref="LakeSweep"/>. Memory is bounded by a row group's terms; readers
    /// go on. A second run finds nothing to do. A data file that is missing or damaged is left out and said.
    /// </summary>
    /// <exception cref="TrailLakeException">The index cannot be written.</exception>
    public static IndexReport Run(LakeStore store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var snapshot = store.Snapshot();
        using var index = LakeIndex.Open(store.Storage);
        var (copied, rebuilt) = Plan(snapshot, index, cancellation);
        var problems = new List<string>();
        using var writer = new IndexFileWriter(store.Storage, Guid.CreateVersion7().ToString("N"));
        foreach (var (source, entry) in copied)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Copy(entry, source);
        }

        foreach (var file in rebuilt)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Rebuild(store.Format, file, writer);
            }
            catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
            {
                writer.Discard(file.PathInTable);
                problems.Add(e.Message);
            }
        }

        int made = rebuilt.Count - problems.Count;
        if (made == 0 && copied.Count == 0)
        {
            return new IndexReport(null, 0, 0, problems);
        }

        return writer.Publish()
            ? new IndexReport(writer.Address, copied.Count, made, problems)
            : throw new TrailLakeException(ErrorKind.Storage, $"Cannot write the index {writer.Address}: {writer.Problem}", writer.Address);
    }

    /// <summary>Says what <see cref="Run"/> would do now, as far as it can be told without reading data files. Changes nothing.</summary>
    public static IndexReport Find(LakeStore store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var snapshot = store.Snapshot();
        using var index = LakeIndex.Open(store.Storage);
        var (copied, rebuilt) = Plan(snapshot, index, cancellation);
        return new IndexReport(null, copied.Count, rebuilt.Count, []);
    }

    static void Rebuild(ILakeFormat format, DataFile file, IndexFileWriter writer)
    {
        var columns = IndexedColumn.All.ToDictionary(column => column.Id);
        var collector = writer.Rent();
        int current = -1;
        writer.Begin(file.PathInTable);
        format.ReadTexts(file.File, [.. columns.Keys], (place, value) =>
        {
            // A row group without values is not called for, but has its number.
            while (current < place.RowGroup)
            {
                End();
                collector.Begin();
                current++;
            }

            collector.Add(value, columns[place.Column], RowGranules.Of(place.Row, place.Rows));
        });
        End();
        writer.Return(collector);
        writer.Complete(file.PathInTable, file.Bytes);

        void End()
        {
            if (current >= 0)
            {
                writer.Add(file.PathInTable, current, collector);
            }
        }
    }

    static (List<(IndexFileReader Source, IndexedFile Entry)> Copied, List<DataFile> Rebuilt) Plan(
        LakeSnapshot snapshot, LakeIndex index, CancellationToken cancellation)
    {
        var whole = new List<(IndexFileReader Source, IndexedFile Entry)>();
        var rebuilt = new List<DataFile>();
        foreach (var file in snapshot.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (index.EntryOf(file) is { } known && known.Index.IsWhole(known.File))
            {
                whole.Add(known);
            }
            else
            {
                rebuilt.Add(file);
            }
        }

        var small = whole.Where(part => part.Source.Length < LargeFile).GroupBy(part => part.Source).ToList();
        return (small.Count > MostSmallFiles ? [.. small.SelectMany(parts => parts)] : [], rebuilt);
    }
}
