using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Reading;

/// <summary>The dictionary page of a column of text: entries with their lengths before them. Owns its memory and is reused.</summary>
sealed class TextDictionaryPage
{
    byte[] _bytes = [];
    int _length;
    int[] _starts = []; // where each entry begins
    int _count;
    bool _isIndexed;
    bool[] _found = [];

    /// <summary>Reads the page.</summary>
    public void Load(PageFile file, ChunkLocation chunk)
    {
        var page = file.ReadPage(chunk.DictionaryOffset, chunk.DictionaryLength, chunk.Codec, ref _bytes);
        _length = page.Length;
        _count = page.Values;
        _isIndexed = false;
        if (page.Encoding != PageEncoding.Plain || _count > _length / sizeof(int))
        {
            throw new InvalidDataException("a dictionary is not what TrailLake writes.");
        }
    }

    /// <summary>An entry.</summary>
    public ReadOnlySpan<byte> Entry(int number)
    {
        Index();
        if ((uint)number >= (uint)_count)
        {
            throw new InvalidDataException("a row names an entry that its dictionary does not have.");
        }

        int start = _starts[number];
        return _bytes.AsSpan(start, BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(start - sizeof(int))));
    }

    /// <summary>For each entry whether it held one of the texts that were searched last.</summary>
    public ReadOnlySpan<bool> Found => _found.AsSpan(0, _count);

    /// <summary>Searches all entries; false when none holds one of the texts, and then <see cref="Found"/> is not good.</summary>
    public bool Find(IReadOnlyList<byte[]> texts)
    {
        bool any = false;
        foreach (byte[] text in texts)
        {
            // Entries and the lengths between them are searched as one: most dictionaries have nothing, and then it was one fast pass.
            for (int at = 0, hit; (hit = _bytes.AsSpan(at, _length - at).IndexOf(text)) >= 0; at += hit + 1)
            {
                if (!any)
                {
                    any = true;
                    Index();
                    if (_found.Length < _count)
                    {
                        _found = new bool[_count];
                    }

                    _found.AsSpan(0, _count).Clear();
                }

                int entry = EntryAt(at + hit);
                if (entry >= 0 && at + hit + text.Length <= _starts[entry] + Entry(entry).Length)
                {
                    _found[entry] = true;
                }
            }
        }

        return any && Found.Contains(true);
    }

    // The last entry that begins at or before a position; -1 when none does.
    int EntryAt(int position)
    {
        int place = _starts.AsSpan(0, _count).BinarySearch(position);
        return place >= 0 ? place : ~place - 1;
    }

    void Index()
    {
        if (_isIndexed)
        {
            return;
        }

        if (_starts.Length < _count)
        {
            _starts = new int[Math.Max(_count, 1024)];
        }

        int position = 0;
        for (int i = 0; i < _count; i++)
        {
            int length = PageFile.Length(_bytes.AsSpan(position, _length - position));
            position += sizeof(int);
            _starts[i] = position;
            position += length;
        }

        _isIndexed = true;
    }
}
