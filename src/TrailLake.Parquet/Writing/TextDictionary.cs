using TrailLake.Columns;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// The dictionary of a column chunk: the entries that its rows name, in the order of their first row. One that is made of frames begins
/// with those that several rows name: the entries of neighbouring rows then stand in these frames and in one or two more.
/// </summary>
sealed class TextDictionary
{
    /// <summary>Readers of other programs inflate the whole dictionary for any row, so it must stay small beside the pages.</summary>
    public const int MaxBytes = 4 << 20;

    // Definition levels that a missing value may have: values from -8 to -1.
    const int Levels = 8;
    const int None = int.MinValue;

    // Owned. _places: for each value of the column, from the least level on, its place in the dictionary.
    // _lastPages: for each place the last page whose bounds know it.
    int[] _places = [];
    int[] _entries = [];
    int[] _indexes = [];
    int[] _lastPages = [];
    int[] _namings = []; // how many rows name an entry; then its new place
    int[] _before = []; // the entries in the order before
    int _valueCount;

    /// <summary>Entries in the dictionary; 0 when the column has none.</summary>
    public int Count { get; private set; }

    /// <summary>The column's entries by place. Also known when the dictionary was refused.</summary>
    public ReadOnlySpan<int> Entries => _entries.AsSpan(0, Count);

    /// <summary>For each value its place, negative as in the column where it is missing.</summary>
    public ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _valueCount);

    public void BuildSingle(int entry)
    {
        ReusedArray.Take(ref _entries, 1)[0] = entry;
        Count = 1;
        _valueCount = 0;
    }

    /// <summary>Makes the dictionary; false when the column is none, or writing the values in full takes less.</summary>
    public bool TryBuild(TextColumn column, ReadOnlySpan<int> values, PageLimits limits)
    {
        Count = 0;
        if (!column.IsDictionary)
        {
            return false;
        }

        // A missing value stands for itself, so that the loop need not ask which values are missing: with rows that have and rows that lack
        // the value in turn, a branch on it would be guessed wrong half of the time.
        var places = ReusedArray.Take(ref _places, Levels + column.EntryCount);
        for (int level = 0; level < Levels; level++)
        {
            places[level] = level - Levels;
        }

        places[Levels..].Fill(None);
        var entries = ReusedArray.Take(ref _entries, column.EntryCount);
        var indexes = ReusedArray.Take(ref _indexes, values.Length);
        int count = 0;
        for (int i = 0; i < indexes.Length; i++)
        {
            int value = values[i];
            int place = places[value + Levels];
            if (place == None)
            {
                place = count++;
                places[value + Levels] = place;
                entries[place] = value;
            }

            indexes[i] = place;
        }

        Count = count;
        _valueCount = values.Length;
        if (count == 0)
        {
            return false;
        }

        long bytes = 0;
        foreach (int entry in Entries)
        {
            bytes += Size(column.EntryEnds, entry);
        }

        if (!IsWorthwhile(column, values, bytes, limits.LargeDictionaries))
        {
            return false;
        }

        if (bytes > limits.FrameBytes)
        {
            PutSharedFirst();
        }

        ReusedArray.Take(ref _lastPages, count).Fill(-1);
        return true;
    }

    bool IsWorthwhile(TextColumn column, ReadOnlySpan<int> values, long dictionaryBytes, bool mayBeLarge)
    {
        var ends = column.EntryEnds;
        if (dictionaryBytes > MaxBytes)
        {
            return false;
        }

        if (Count < values.Length / 16)
        {
            return true;
        }

        if (!mayBeLarge)
        {
            return false;
        }

        long plainBytes = 0;
        foreach (int entry in values)
        {
            plainBytes += entry < 0 ? 0 : Size(ends, entry);
        }

        // Compression takes out near repeats on its own: a dictionary must take out a fifth to be worth the reader's indirection.
        long indexBytes = (long)values.Length * BitPacker.Width((ulong)Count) / 8;
        return dictionaryBytes + indexBytes <= plainBytes - (plainBytes / 5);
    }

    void PutSharedFirst()
    {
        var indexes = _indexes.AsSpan(0, _valueCount);
        var namings = ReusedArray.Take(ref _namings, Count);
        namings.Clear();
        foreach (int place in indexes)
        {
            if (place >= 0)
            {
                namings[place]++;
            }
        }

        var before = ReusedArray.Take(ref _before, Count);
        Entries.CopyTo(before);
        int shared = 0;
        int single = Count - namings.Count(1);
        for (int place = 0; place < before.Length; place++)
        {
            int moved = namings[place] == 1 ? single++ : shared++;
            _entries[moved] = before[place];
            namings[place] = moved;
        }

        foreach (ref int place in indexes)
        {
            place = place < 0 ? place : namings[place];
        }
    }

    static int Size(ReadOnlySpan<int> ends, int entry) => sizeof(int) + ends[entry] - (entry == 0 ? 0 : ends[entry - 1]);

    /// <summary>Writes the entries into the chunk's dictionary page and ends it.</summary>
    public void Write(TextColumn column, ChunkWriter chunk)
    {
        var page = chunk.Page;
        int frameBytes = chunk.Limits.FrameBytes;
        for (int i = 0; i < Count; i++)
        {
            var text = column.Entry(_entries[i]);
            page.WriteInt32(text.Length);
            page.Write(text);
            if (chunk.FrameLength >= frameBytes)
            {
                chunk.EndFrame(i + 1);
            }
        }

        chunk.EndDictionary(Count);
    }

    /// <summary>Bounds of a page; each entry is looked at once a page.</summary>
    public TextMinMax Bounds(TextColumn column, ReadOnlySpan<int> indexes, int pageNumber)
    {
        var bounds = default(TextMinMax);
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
