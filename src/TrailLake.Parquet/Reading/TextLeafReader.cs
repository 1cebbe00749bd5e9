using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Lake.Rows;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Reading;

/// <summary>A column of text or JSON: indexes into a dictionary, or the values one after the other with their lengths before all of them.</summary>
sealed class TextLeafReader(ColumnSpec leaf, PageFile file) : LeafReader(leaf, file)
{
    readonly TextDictionaryPage _dictionary = new();
    bool _hasDictionary;
    RunCursor _runs;
    long[] _lengths = [];
    int[] _ends = []; // for each value the end of its bytes in the page
    int[] _rowsOf = [];
    int _count;
    int _texts; // where the values' bytes begin
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
                _runs = _count == 0 ? default : new RunCursor(position + 1, Content.Length, Page[position]);
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

    protected override bool MayFind(IReadOnlyList<byte[]> texts) => Chunk!.DictionaryOffset < 0 || Dictionary().Find(texts);

    protected override void FindInPage(IReadOnlyList<byte[]> texts, int firstRow, RowSet found)
    {
        if (_count == 0)
        {
            return;
        }

        if (IsIndexed)
        {
            FindEntries(Dictionary().Found, firstRow, found);
            return;
        }

        // Values are searched as one: what is found across the border of two is a row too many, never one too few.
        var bytes = Page[_texts..Content.Length];
        bool isIndexed = false;
        foreach (byte[] text in texts)
        {
            for (int at = 0, hit; (hit = bytes[at..].IndexOf(text)) >= 0;)
            {
                if (!isIndexed)
                {
                    isIndexed = true;
                    IndexRows();
                }

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

                found.Add(firstRow + _rowsOf[value]);

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

    void FindEntries(ReadOnlySpan<bool> wanted, int firstRow, RowSet found)
    {
        var page = Page;
        bool isIndexed = false;
        var runs = _runs;
        for (int value = 0; value < _count;)
        {
            int entry = runs.ValueAt(page, value);
            int stop = runs.IsRepeated ? Math.Min(runs.Stop, _count) : value + 1;
            if ((uint)entry >= (uint)wanted.Length)
            {
                throw new InvalidDataException("a row names an entry that its dictionary does not have.");
            }

            if (wanted[entry])
            {
                if (!isIndexed)
                {
                    isIndexed = true;
                    IndexRows();
                }

                for (; value < stop; value++)
                {
                    found.Add(firstRow + _rowsOf[value]);
                }
            }

            value = stop;
        }
    }

    void ReadLengths(int position)
    {
        if (_lengths.Length < _count)
        {
            _lengths = new long[Math.Max(_count, 1024)];
            _ends = new int[_lengths.Length];
        }

        var reader = new DeltaReader(Page, position);
        if (reader.Read(_lengths) != _count)
        {
            throw new InvalidDataException("a page has more or fewer values than its levels say.");
        }

        _texts = reader.Position;
        long end = _texts;
        for (int i = 0; i < _count; i++)
        {
            end += _lengths[i];
            if (_lengths[i] < 0 || end > Content.Length)
            {
                throw new InvalidDataException("a value ends behind its page.");
            }

            _ends[i] = (int)end;
        }
    }

    void IndexRows()
    {
        if (_rowsOf.Length < _count)
        {
            _rowsOf = new int[Math.Max(_count, 1024)];
        }

        Levels.RowsOfValues(_rowsOf);
    }

    TextDictionaryPage Dictionary()
    {
        if (!_hasDictionary)
        {
            if (Chunk!.DictionaryOffset < 0)
            {
                throw new InvalidDataException("a page names entries of a dictionary that its column does not have.");
            }

            _dictionary.Load(File, Chunk);
            _hasDictionary = true;
        }

        return _dictionary;
    }
}
