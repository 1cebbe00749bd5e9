using System;
using TrailLake.Columns;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>The dictionary of a column chunk: the entries that its rows name, in the order in which they meet them first.</summary>
sealed class TextDictionary
{
    /// <summary>A reader inflates the whole dictionary for any row, so it must stay small beside the pages.</summary>
    public const int MaxBytes = 4 << 20;

    // Owned. _places: for each entry of the column its place in the dictionary, -1 while it has none.
    // _lastPages: for each place the last page whose bounds know it.
    int[] _places = [];
    int[] _entries = [];
    int[] _indexes = [];
    int[] _lastPages = [];
    int _valueCount;

    /// <summary>Entries in the dictionary; 0 when the column has none.</summary>
    public int Count { get; private set; }

    /// <summary>The column's entries by place. Also known when the dictionary was refused.</summary>
    public ReadOnlySpan<int> Entries => _entries.AsSpan(0, Count);

    /// <summary>For each value its place, negative as in the column where it is missing.</summary>
    public ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _valueCount);

    /// <summary>Makes a dictionary of one entry.</summary>
    public void BuildSingle(int entry)
    {
        Scratch.Take(ref _entries, 1)[0] = entry;
        Count = 1;
        _valueCount = 0;
    }

    /// <summary>Makes the dictionary; false when the column is none, or writing the values in full takes less.</summary>
    public bool TryBuild(TextColumn column, ReadOnlySpan<int> values)
    {
        Count = 0;
        if (!column.IsDictionary)
        {
            return false;
        }

        var places = Scratch.Take(ref _places, column.EntryCount);
        var entries = Scratch.Take(ref _entries, column.EntryCount);
        var indexes = Scratch.Take(ref _indexes, values.Length);
        var ends = column.EntryEnds;
        places.Fill(-1);
        int count = 0;
        long dictionaryBytes = 0;
        long plainBytes = 0;
        for (int i = 0; i < indexes.Length; i++)
        {
            int entry = values[i];
            if (entry < 0)
            {
                indexes[i] = entry;
                continue;
            }

            int size = sizeof(int) + ends[entry] - (entry == 0 ? 0 : ends[entry - 1]);
            int place = places[entry];
            if (place < 0)
            {
                place = count++;
                places[entry] = place;
                entries[place] = entry;
                dictionaryBytes += size;
            }

            plainBytes += size;
            indexes[i] = place;
        }

        Count = count;
        _valueCount = values.Length;
        long indexBytes = (long)values.Length * BitPacker.Width((ulong)count) / 8;

        // Compression takes out near repeats on its own: a dictionary must take out a fifth to be worth the reader's indirection.
        if (count == 0 || dictionaryBytes > MaxBytes || dictionaryBytes + indexBytes > plainBytes - (plainBytes / 5))
        {
            return false;
        }

        Scratch.Take(ref _lastPages, count).Fill(-1);
        return true;
    }

    /// <summary>Writes the entries as a dictionary page holds them.</summary>
    public void Write(TextColumn column, ByteBuffer page)
    {
        foreach (int entry in Entries)
        {
            var text = column.Entry(entry);
            page.WriteInt32(text.Length);
            page.Write(text);
        }
    }

    /// <summary>Bounds of a page; each entry is looked at once a page.</summary>
    public TextBounds Bounds(TextColumn column, ReadOnlySpan<int> indexes, int pageNumber)
    {
        var bounds = default(TextBounds);
        var lastPages = _lastPages;
        foreach (int place in indexes)
        {
            if (lastPages[place] != pageNumber)
            {
                lastPages[place] = pageNumber;
                bounds.Add(column, _entries[place]);
            }
        }

        return bounds;
    }
}
