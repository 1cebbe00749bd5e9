using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Lake;
using TrailLake.Schema;

namespace TrailLake.Needles;

/// <summary>
/// The index of a lake: which values each data file can hold. It is a help and never an authority: a data file that it does not know, or
/// whose part of it is damaged, can hold everything. Safe for several threads.
/// </summary>
public sealed class NeedleIndex : IDisposable
{
    readonly List<NeedleIndexFile> _files = [];
    readonly Dictionary<ulong, (NeedleIndexFile Index, NeedleFileEntry File)> _entries = [];

    NeedleIndex(IEnumerable<NeedleIndexFile> files)
    {
        foreach (var index in files)
        {
            _files.Add(index);
            foreach (var file in index.Files)
            {
                _entries[file.PathHash] = (index, file);
            }
        }
    }

    /// <summary>Opens what there is of an index; without one, it says of every file that it can hold everything.</summary>
    /// <param name="lake">The lake's folder.</param>
    public static NeedleIndex Open(string lake) => new(OpenAll(FolderOf(lake)));

    /// <summary>Where the index looks for values of a column.</summary>
    /// <exception cref="ArgumentException">The column is not indexed.</exception>
    public static NeedlePlaces PlaceOf(FieldId column)
    {
        foreach (var indexed in NeedleColumns.All)
        {
            if (indexed.Id == column)
            {
                return indexed.Place;
            }
        }

        throw new ArgumentException($"The index does not know the values of {column}.", nameof(column));
    }

    /// <summary>Data files that the index knows.</summary>
    public int Count => _entries.Count;

    /// <summary>Where in a data file a searched value can stand.</summary>
    /// <param name="wanted">Places that matter; nothing is said of the others.</param>
    public NeedlePlaces Find(DataFile file, NeedleQuery query, NeedlePlaces wanted = NeedlePlaces.All)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(query);
        if (EntryOf(file) is not { } known)
        {
            return wanted;
        }

        return known.Index.Find(known.File, query.Terms, wanted, query.Everywhere & wanted);
    }

    /// <summary>
    /// Where in each row group of a data file a searched value can stand, in some places: a set of <see cref="NeedleGranules"/> for each, empty where
    /// it cannot. All of them where the index does not know more, as of an id that a row group has.
    /// </summary>
    /// <param name="place">Places that matter. Of several, a granule is there when the value can stand there in any of them.</param>
    /// <param name="granules">One for each row group that the file has.</param>
    public void FindGranules(DataFile file, NeedleQuery query, NeedlePlaces place, Span<ulong> granules)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(query);
        granules.Fill(NeedleGranules.All);

        // An index of more row groups than there are is of another file.
        if ((place & query.Everywhere) == NeedlePlaces.None
            && EntryOf(file) is { } known && known.File.Sections.Count <= granules.Length)
        {
            known.Index.FindGranules(known.File, query.Terms, place, granules[..known.File.Sections.Count]);
        }
    }

    /// <summary>True when a searched value can stand in a data file, wherever in it.</summary>
    public bool CanHold(DataFile file, NeedleQuery query)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(query);
        return EntryOf(file) is not { } known || query.Everywhere != NeedlePlaces.None
            || known.Index.Find(known.File, query.Terms, NeedlePlaces.All, NeedlePlaces.None) != NeedlePlaces.None;
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

    internal IReadOnlyList<NeedleIndexFile> IndexFiles => _files;

    /// <summary>The entry of a data file that the index knows.</summary>
    internal (NeedleIndexFile Index, NeedleFileEntry File)? EntryOf(DataFile file) =>
        _entries.TryGetValue(NeedleFormat.PathHash(file.PathInTable), out var entry) && entry.File.Bytes == file.Bytes ? entry : null;

    internal static string FolderOf(string lake) => Path.Combine(lake, "events", NeedleFormat.Folder);

    static IEnumerable<NeedleIndexFile> OpenAll(string folder)
    {
        foreach (var path in List(folder))
        {
            if (NeedleIndexFile.TryOpen(path) is { } file)
            {
                yield return file;
            }
        }
    }

    // In order of age, by their names: of two that know a data file, the younger one counts.
    internal static string[] List(string folder)
    {
        try
        {
            var paths = Directory.GetFiles(folder, "*" + NeedleFormat.Extension);
            Array.Sort(paths, StringComparer.Ordinal);
            return paths;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
