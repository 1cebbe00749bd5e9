using TrailLake.Parquet.Format;
using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>
/// Reads one column of a row group. It keeps the page read last, so rows in rising order inflate each page once. Its buffers serve many
/// files.
/// </summary>
abstract class LeafReader(ColumnSpec leaf, PageReader file)
{
    PageLocation[] _pages = [];
    byte[] _body = [];
    int _pageCount;
    int _rows;
    int _current = -1; // the page that is inflated
    bool _hasPages;

    public ColumnSpec Leaf { get; } = leaf;

    protected PageReader File { get; } = file;

    /// <summary>The chunk that is read; null for a column that the file does not have.</summary>
    protected ChunkLocation? Chunk { get; private set; }

    /// <summary>The chunk, which must have a dictionary.</summary>
    protected ChunkLocation DictionaryChunk => Chunk is { DictionaryOffset: >= 0 } chunk
        ? chunk
        : throw new InvalidDataException("a page names entries of a dictionary that its column does not have.");

    /// <summary>The page that is inflated, and the bytes behind it that may be read with it.</summary>
    protected ReadOnlySpan<byte> Page => _body.AsSpan(0, Content.Length + PageReader.Slack);

    protected PageContent Content { get; private set; }

    protected PageLevels Levels { get; } = new(leaf);

    public void Open(ChunkLocation? chunk, int rows)
    {
        Chunk = chunk;
        _rows = rows;
        _current = -1;
        _hasPages = false;
        Begin();
    }

    /// <summary>Adds the rows in which a value holds one of some texts.</summary>
    public void Find(IReadOnlyList<byte[]> texts, RowSet within, RowSet found)
    {
        if (Chunk is null or { IsEmpty: true } || !MayFind(texts, within))
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
        if (Chunk is null)
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
            var (start, end) = Levels.Of(row - _pages[page].FirstRow);
            for (int i = start; i < end; i++)
            {
                byte repetition = i == start ? (byte)0 : (byte)1;
                byte definition = Levels.Definition(i);
                if (definition < Leaf.MaxDefinition)
                {
                    values.AddMissing(definition, repetition);
                }
                else
                {
                    Add(Levels.ValueOf(i), definition, repetition, values);
                }
            }
        }
    }

    /// <summary>Another row group begins.</summary>
    protected abstract void Begin();

    /// <summary>A page was inflated; its values begin at a position.</summary>
    protected abstract void BeginPage(int position);

    /// <summary>False when no page can hold one of the texts.</summary>
    protected virtual bool MayFind(IReadOnlyList<byte[]> texts, RowSet within) => false;

    /// <summary>Adds the rows of the page that hold one of the texts; rows not <paramref name="within"/> need not be looked at.</summary>
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
        Content = File.ReadPage(location.Offset, location.Length, Chunk!.Codec, ref _body);
        _current = page;
        BeginPage(Levels.Load(Page, Content.Values, EndOf(page) - location.FirstRow));
    }

    void ReadPages()
    {
        if (_hasPages)
        {
            return;
        }

        var thrift = File.ReadThrift(Chunk!.PageIndexOffset, Chunk.PageIndexLength);
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
            if (count > Chunk.PageIndexLength)
            {
                throw new InvalidDataException("a list of pages is longer than its bytes.");
            }

            ReusedArray.Take(ref _pages, count);
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
        Span<long> fields = [0, 0, 0, 0];
        thrift.Struct(fields);
        var page = new PageLocation(fields[1], checked((int)fields[2]), checked((int)fields[3]));
        return page.Length > 0 && page.Offset >= 0 ? page : throw new InvalidDataException("a list of pages names a page of no bytes.");
    }
}
