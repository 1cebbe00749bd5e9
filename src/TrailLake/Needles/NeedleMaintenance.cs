using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TrailLake.Errors;
using TrailLake.Lake;
using TrailLake.Lake.Storage;
using TrailLake.Schema;

namespace TrailLake.Needles;

/// <summary>Brings the index in order: makes what is missing or damaged from the data files, and joins small index files.</summary>
public static class NeedleMaintenance
{
    /// <summary>An index file of this size stays as it is when it is whole.</summary>
    const long LargeFile = 64 << 20;

    /// <summary>So many small index files are few enough: each costs a search less than a tenth of a millisecond.</summary>
    const int MostSmallFiles = 8;

    static readonly Dictionary<FieldId, NeedleColumn> s_columns = NeedleColumns.All.ToDictionary(column => column.Id);

    /// <summary>
    /// Writes an index file with all data files that no sound index file knows, and with those of small index files when there are many. Index
    /// files that are no longer needed are left to <see cref="LakeStore.Sweep"/>. Memory is bounded by a row group's terms; readers go on.
    /// A second run finds nothing to do. A data file that is missing or damaged is left out and said.
    /// </summary>
    /// <exception cref="TrailLakeException">The index cannot be written.</exception>
    public static NeedleReport Run(LakeStore store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var snapshot = store.Snapshot();
        using var index = NeedleIndex.Open(store.Directory);
        var (copied, rebuilt) = Plan(snapshot, index, cancellation);
        if (copied.Count == 0 && rebuilt.Count == 0)
        {
            return new NeedleReport(null, 0, 0, []);
        }

        var problems = new List<string>();

        var id = Guid.CreateVersion7().ToString("N");
        using var writer = new NeedleIndexWriter(store.Storage.LocalPath(StoredName.In(LakeTables.Staging(store.Tables.Events), NeedleFormat.TemporaryName(id))));
        foreach (var file in copied)
        {
            cancellation.ThrowIfCancellationRequested();
            var (source, entry) = index.EntryOf(file)!.Value;
            writer.Copy(entry, source.Read);
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
            return new NeedleReport(null, 0, 0, problems);
        }

        var path = Path.Combine(NeedleIndex.FolderOf(store.Directory), NeedleFormat.Name(id));
        return writer.Publish(path)
            ? new NeedleReport(path, copied.Count, made, problems)
            : throw new TrailLakeException(ErrorKind.Storage, $"Cannot write the index {path}: {writer.Problem}", path);
    }

    /// <summary>What <see cref="Run"/> would do now, as far as it can be told without reading data files. Changes nothing.</summary>
    public static NeedleReport Find(LakeStore store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        using var index = NeedleIndex.Open(store.Directory);
        var (copied, rebuilt) = Plan(store.Snapshot(), index, cancellation);
        return new NeedleReport(null, copied.Count, rebuilt.Count, []);
    }

    /// <summary>Adds a data file to an index file that is being written, from its Parquet.</summary>
    internal static void Rebuild(ILakeFormat format, DataFile file, NeedleIndexWriter writer)
    {
        var collector = writer.Rent();
        int current = -1;
        writer.Begin(file.PathInTable);
        format.ReadTexts(file.File, NeedleColumns.Columns, (place, value) =>
        {
            // A row group without values is not called for, but has its number.
            while (current < place.RowGroup)
            {
                End();
                collector.Begin();
                current++;
            }

            collector.Add(value, s_columns[place.Column], NeedleGranules.Of(place.Row, place.Rows));
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

    static (List<DataFile> Copied, List<DataFile> Rebuilt) Plan(LakeSnapshot snapshot, NeedleIndex index, CancellationToken cancellation)
    {
        var byIndex = new Dictionary<NeedleIndexFile, List<DataFile>>();
        var rebuilt = new List<DataFile>();
        foreach (var file in snapshot.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (index.EntryOf(file) is not { } known || !known.Index.IsWhole(known.File))
            {
                rebuilt.Add(file);
            }
            else if (byIndex.TryGetValue(known.Index, out var files))
            {
                files.Add(file);
            }
            else
            {
                byIndex.Add(known.Index, [file]);
            }
        }

        var small = byIndex.Where(pair => pair.Key.Length < LargeFile).ToList();
        return (small.Count > MostSmallFiles ? [.. small.SelectMany(pair => pair.Value)] : [], rebuilt);
    }
}
