using TrailLake.Parquet.Format;
using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>A column of text or JSON: indexes into a dictionary, or all lengths and then all values.</summary>
sealed class TextLeafReader(ColumnSpec leaf, PageReader file) : LeafReader(leaf, file)
{
    readonly TextDictionaryPage _dictionary = new();
    bool _hasDictionary;
    RleCursor _runs;
    long[] _lengths = [];
    int[] _ends = []; // for each value the end of its bytes in the page
    int[] _rowsOf = [];
    int _count;
    int _texts; // where the values' bytes begin
    bool _isSearched; // whether the whole dictionary is; otherwise the entries that wanted rows name are
    sbyte[] _holds = []; // for each entry that was: whether it holds one of the texts, 1 or -1
    int _lastEntry;
    RowValues? _lastTarget;

    bool IsIndexed => Content.Encoding == PageEncoding.RleDictionary;

    protected override void Begin() => _hasDictionary = false;

    protected override void BeginPage(int position)
    {
        _count = Levels.Present;
        _lastTarget = null;
        switch (Content.Encoding)
        {
            case PageEncoding.RleDictionary:
                // Not all pages of a column have values, and one without has no width either.
                _runs = _count == 0 ? default : new RleCursor(position + 1, Content.Length, Page[position]);
                break;
            case PageEncoding.DeltaLengthByteArray:
                ReadLengths(position);
                break;
            case PageEncoding.Plain when _count == 0:
                break;
            default:
                throw new InvalidDataException("texts are encoded in a way that TrailLake does not write.");
        }
    }

    protected override bool MayFind(IReadOnlyList<byte[]> texts, RowSet within)
    {
        if (Chunk!.DictionaryOffset < 0)
        {
            return true;
        }

        // Neighbouring rows mostly name neighbouring entries, so that few frames are inflated.
        var dictionary = Dictionary();
        _isSearched = !dictionary.IsOfFrames || within.Count > within.Rows / 4;
        if (_isSearched)
        {
            return dictionary.Find(texts);
        }

        ReusedArray.Take(ref _holds, dictionary.Count).Clear();
        return true;
    }

    protected override void FindInPage(IReadOnlyList<byte[]> texts, int firstRow, RowSet within, RowSet found)
    {
        if (_count == 0)
        {
            return;
        }

        if (IsIndexed)
        {
            FindEntries(texts, firstRow, within, found);
            return;
        }

        // Values are searched as one: what is found across the border of two is a row too many, never one too few.
        var bytes = Page[_texts..Content.Length];
        ReadOnlySpan<int> rows = default;
        foreach (byte[] text in texts)
        {
            for (int at = 0, hit; (hit = bytes[at..].IndexOf(text)) >= 0;)
            {
                rows = rows.IsEmpty ? IndexRows() : rows;
                int place = _ends.AsSpan(0, _count).BinarySearch(_texts + at + hit);

                // At an end exactly, the next value begins, or one of those behind it that are empty.
                int value = place < 0 ? ~place : place + 1;
                while (value < _count && _ends[value] == _texts + at + hit)
                {
                    value++;
                }

                if (value >= _count)
                {
                    break;
                }

                found.Add(firstRow + rows[value]);

                // One hit in a value is enough.
                at = _ends[value] - _texts;
            }
        }
    }

    protected override void Add(int value, byte definition, byte repetition, RowValues values)
    {
        if (!IsIndexed)
        {
            int start = value == 0 ? _texts : _ends[value - 1];
            values.AddText(Page[start.._ends[value]], definition, repetition);
            return;
        }

        int entry = _runs.ValueAt(Page, value);
        if (ReferenceEquals(values, _lastTarget) && entry == _lastEntry && values.HasText)
        {
            values.RepeatText(definition, repetition);
            return;
        }

        values.AddText(Dictionary().Entry(entry), definition, repetition);
        (_lastTarget, _lastEntry) = (values, entry);
    }

    void FindEntries(IReadOnlyList<byte[]> texts, int firstRow, RowSet within, RowSet found)
    {
        var rows = IndexRows();
        var runs = _runs;
        int value = 0;
        for (int row = within.Next(firstRow); row >= 0; row = within.Next(row))
        {
            // The values of neighbouring rows that are wanted.
            int end = within.EndOf(row);
            value = FirstValue(rows, value, row - firstRow);
            int last = FirstValue(rows, value, end - firstRow);
            FindEntries(texts, rows[..last], value, ref runs, firstRow, found);
            if (last == rows.Length)
            {
                return;
            }

            (value, row) = (last, end);
        }
    }

    void FindEntries(IReadOnlyList<byte[]> texts, ReadOnlySpan<int> rows, int value, ref RleCursor runs, int firstRow, RowSet found)
    {
        var page = Page;
        var dictionary = Dictionary();
        while (value < rows.Length)
        {
            int entry = runs.ValueAt(page, value);
            int stop = runs.IsRepeated ? Math.Min(runs.Stop, rows.Length) : value + 1;
            dictionary.Require(entry);
            if (_isSearched ? dictionary.Found[entry] : Holds(entry, texts))
            {
                foreach (int row in rows[value..stop])
                {
                    found.Add(firstRow + row);
                }
            }

            value = stop;
        }
    }

    // The first value, from one on, whose row is a row or stands behind it.
    static int FirstValue(ReadOnlySpan<int> rows, int from, int row)
    {
        while (from < rows.Length && rows[from] < row)
        {
            from++;
        }

        return from;
    }

    bool Holds(int entry, IReadOnlyList<byte[]> texts)
    {
        ref sbyte holds = ref _holds[entry];
        if (holds == 0)
        {
            holds = (sbyte)(_dictionary.Holds(entry, texts) ? 1 : -1);
        }

        return holds > 0;
    }

    void ReadLengths(int position)
    {
        var lengths = ReusedArray.Take(ref _lengths, _count);
        var ends = ReusedArray.Take(ref _ends, _count);
        var reader = new DeltaReader(Page, position);
        if (reader.Read(lengths) != _count)
        {
            throw new InvalidDataException("a page has more or fewer values than its levels say.");
        }

        _texts = reader.Position;
        long end = _texts;
        for (int i = 0; i < lengths.Length; i++)
        {
            end += lengths[i];
            ends[i] = lengths[i] >= 0 && end <= Content.Length ? (int)end : throw new InvalidDataException("a value ends behind its page.");
        }
    }

    // For each value its row of the page.
    ReadOnlySpan<int> IndexRows()
    {
        var rows = ReusedArray.Take(ref _rowsOf, _count + 1);
        Levels.RowsOfValues(rows);
        return rows[.._count];
    }

    TextDictionaryPage Dictionary()
    {
        if (!_hasDictionary)
        {
            _dictionary.Load(File, DictionaryChunk);
            _hasDictionary = true;
        }

        return _dictionary;
    }
}
