using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Lake.Rows;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Reading;

/// <summary>
/// Reads one column of a row group, page by page. It keeps the page that it read last, so that rows in rising order inflate each page once.
/// Owns its buffers, which serve many files.
/// </summary>
abstract class LeafReader(ColumnSpec leaf, PageFile file)
{
    readonly LevelPage _levels = new(leaf);
    PageLocation[] _pages = [];
    byte[] _body = [];
    int _pageCount;
    int _rows;
    int _current = -1; // the page that is inflated
    ChunkLocation? _chunk;
    bool _hasPages;

    public ColumnSpec Leaf { get; } = leaf;

    protected PageFile File { get; } = file;

    /// <summary>The chunk that is read; null for a column that the file does not have.</summary>
    protected ChunkLocation? Chunk => _chunk;

    /// <summary>The page that is inflated, and the bytes behind it that may be read with it.</summary>
    protected ReadOnlySpan<byte> Page => _body.AsSpan(0, Content.Length + PageFile.Slack);

    protected PageContent Content { get; private set; }

    /// <summary>The levels of that page.</summary>
    protected LevelPage Levels => _levels;

    /// <summary>Goes to a row group.</summary>
    public void Open(ChunkLocation? chunk, int rows)
    {
        _chunk = chunk;
        _rows = rows;
        _current = -1;
        _hasPages = false;
        Begin();
    }

    /// <summary>Adds the rows in which a value holds one of some texts.</summary>
    public void Find(IReadOnlyList<byte[]> texts, RowSet within, RowSet found)
    {
        if (_chunk is null or { IsEmpty: true } || !MayFind(texts, within))
        {
            return;
        }

        ReadPages();
        for (int i = 0; i < _pageCount; i++)
        {
            int end = EndOf(i);
            if (within.HasAny(_pages[i].FirstRow, end))
            {
                Load(i);
                FindInPage(texts, _pages[i].FirstRow, within, found);
            }
        }
    }

    /// <summary>Reads the values of some rows, which rise from call to call.</summary>
    public void Read(ReadOnlySpan<int> rows, RowValues values)
    {
        values.Clear();
        if (_chunk is null)
        {
            foreach (int _ in rows)
            {
                values.AddMissing(0, 0);
            }

            return;
        }

        ReadPages();
        foreach (int row in rows)
        {
            // The page that was inflated last may be a later one, where something was found.
            int page = _current >= 0 && row >= _pages[_current].FirstRow ? _current : 0;
            while (row >= EndOf(page))
            {
                page++;
            }

            Load(page);
            var (start, end) = _levels.Of(row - _pages[page].FirstRow);
            for (int i = start; i < end; i++)
            {
                byte repetition = i == start ? (byte)0 : (byte)1;
                byte definition = _levels.Definition(i);
                if (definition < Leaf.MaxDefinition)
                {
                    values.AddMissing(definition, repetition);
                }
                else
                {
                    Add(_levels.ValueOf(i), definition, repetition, values);
                }
            }
        }
    }

    /// <summary>Called when another row group begins.</summary>
    protected abstract void Begin();

    /// <summary>Called for a page that was inflated, with the place of its values.</summary>
    protected abstract void BeginPage(int position);

    /// <summary>False when no page can hold one of the texts.</summary>
    protected virtual bool MayFind(IReadOnlyList<byte[]> texts, RowSet within) => false;

    /// <summary>Adds the rows of the page that hold one of the texts; those that are not among the wanted ones need not be looked at.</summary>
    protected virtual void FindInPage(IReadOnlyList<byte[]> texts, int firstRow, RowSet within, RowSet found)
    {
    }

    /// <summary>Adds a value of the page.</summary>
    /// <param name="value">Which of those that are there; rising from call to call within a page.</param>
    protected abstract void Add(int value, byte definition, byte repetition, RowValues values);

    int EndOf(int page) => page + 1 < _pageCount ? _pages[page + 1].FirstRow : _rows;

    void Load(int page)
    {
        if (page == _current)
        {
            return;
        }

        var location = _pages[page];
        Content = File.ReadPage(location.Offset, location.Length, _chunk!.Codec, ref _body);
        _current = page;
        BeginPage(_levels.Load(Page, Content.Values, EndOf(page) - location.FirstRow));
    }

    void ReadPages()
    {
        if (_hasPages)
        {
            return;
        }

        var thrift = File.ReadThrift(_chunk!.PageIndexOffset, _chunk.PageIndexLength);
        _pageCount = 0;
        short id = 0;
        while (thrift.Next(ref id, out var type))
        {
            if (id != 1)
            {
                thrift.Skip(type);
                continue;
            }

            int count = thrift.List(out _);
            if (count > _chunk.PageIndexLength)
            {
                throw new InvalidDataException("a list of pages is longer than its bytes.");
            }

            if (_pages.Length < count)
            {
                _pages = new PageLocation[count];
            }

            for (; _pageCount < count; _pageCount++)
            {
                _pages[_pageCount] = ReadPage(thrift);
            }
        }

        for (int i = 0; i < _pageCount; i++)
        {
            if (_pages[i].FirstRow >= EndOf(i) || (i == 0 && _pages[i].FirstRow != 0))
            {
                throw new InvalidDataException("a list of pages is not in the order of their rows.");
            }
        }

        _hasPages = _pageCount > 0 ? true : throw new InvalidDataException("a column chunk has no pages.");
    }

    static PageLocation ReadPage(ThriftReader thrift)
    {
        var page = default(PageLocation);
        short id = 0;
        while (thrift.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    page = page with { Offset = thrift.Integer() };
                    break;
                case 2:
                    page = page with { Length = checked((int)thrift.Integer()) };
                    break;
                case 3:
                    page = page with { FirstRow = checked((int)thrift.Integer()) };
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return page.Length > 0 && page.Offset >= 0 ? page : throw new InvalidDataException("a list of pages names a page of no bytes.");
    }
}
