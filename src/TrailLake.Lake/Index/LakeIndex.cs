using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;
using TrailLake.Tables.Rows;

namespace TrailLake.Index;

/// <summary>
/// The index of a lake: which values each data file can hold. It is a help and never an authority: a data file that it does not know, or
/// whose part of it is damaged, can hold everything. Safe for several threads.
/// </summary>
sealed class LakeIndex : IDisposable
{
    readonly List<IndexFileReader> _files = [];
    readonly Dictionary<ulong, (IndexFileReader Index, IndexedFile File)> _entries = [];

    LakeIndex(ILakeStorage storage)
    {
        foreach (var stored in IndexFormat.List(storage))
        {
            if (IndexFileReader.TryOpen(stored) is not { } index)
            {
                continue;
            }

            _files.Add(index);
            foreach (var file in index.Files)
            {
                _entries[file.PathHash] = (index, file);
            }
        }
    }

    /// <summary>Data files that the index knows.</summary>
    public int Count => _entries.Count;

    /// <summary>Opens what there is of an index; without one, it says of every file that it can hold everything.</summary>
    /// <param name="lake">The lake's folder.</param>
    public static LakeIndex Open(string lake) => Open(new FolderStorage(lake));

    /// <summary>As <see cref="Open(string)"/>, of a lake wherever it stands.</summary>
    public static LakeIndex Open(ILakeStorage storage) => new(storage);

    /// <summary>Where the index looks for values of a column.</summary>
    /// <exception cref="ArgumentException">The column is not indexed.</exception>
    public static IndexPlaces PlaceOf(FieldId column)
    {
        foreach (var indexed in IndexedColumn.All)
        {
            if (indexed.Id == column)
            {
                return indexed.Place;
            }
        }

        throw new ArgumentException($"The index does not know the values of {column}.", nameof(column));
    }

    /// <summary>Where in a data file a searched value can stand.</summary>
    /// <param name="wanted">Places that matter; nothing is said of the others.</param>
    public IndexPlaces Find(DataFile file, IndexQuery query, IndexPlaces wanted = IndexPlaces.All)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(query);
        return EntryOf(file) is { } known ? known.Index.Find(known.File, query, wanted) : wanted;
    }

    /// <summary>
    /// Where in each row group of a data file a searched value can stand, in some places: a set of <see cref="RowGranules"/>, empty where
    /// it cannot. All of them where the index does not know more, as of an id that a row group has.
    /// </summary>
    /// <param name="place">Places that matter. Of several, a granule is there when the value can stand there in any of them.</param>
    /// <param name="granules">One for each row group that the file has.</param>
    public void FindGranules(DataFile file, IndexQuery query, IndexPlaces place, Span<ulong> granules)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(query);
        granules.Fill(RowGranules.All);

        // An index of more row groups than there are is of another file.
        if ((place & query.Everywhere) == IndexPlaces.None
            && EntryOf(file) is { } known && known.File.Segments.Count <= granules.Length)
        {
            known.Index.FindGranules(known.File, query, place, granules[..known.File.Segments.Count]);
        }
    }

    /// <summary>True when a searched value can stand in a data file, wherever in it.</summary>
    public bool CanHold(DataFile file, IndexQuery query)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(query);
        return query.Everywhere != IndexPlaces.None || Find(file, query) != IndexPlaces.None;
    }

    /// <summary>True when the index knows the file, by its name and size.</summary>
    public bool Knows(DataFile file) => EntryOf(file) is not null;

    /// <summary>Closes the index files.</summary>
    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    /// <summary>The entry of a data file that the index knows.</summary>
    internal (IndexFileReader Index, IndexedFile File)? EntryOf(DataFile file) =>
        _entries.TryGetValue(IndexFormat.PathHash(file.PathInTable), out var entry) && entry.File.Bytes == file.Bytes ? entry : null;
}
