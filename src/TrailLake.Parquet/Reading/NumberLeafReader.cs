using System.Buffers.Binary;
using TrailLake.Parquet.Format;
using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>A column of integers, times or booleans.</summary>
sealed class NumberLeafReader(ColumnSpec leaf, PageReader file) : LeafReader(leaf, file)
{
    byte[] _dictionary = [];
    int _entries;
    bool _hasDictionary;
    RleCursor _runs;
    long[] _numbers = [];
    int _position;
    int _count;

    protected override void Begin() => _hasDictionary = false;

    protected override void BeginPage(int position)
    {
        _position = position;
        _count = Levels.Present;
        switch (Content.Encoding)
        {
            case PageEncoding.Plain:
                break;
            case PageEncoding.DeltaBinaryPacked when Leaf.Kind != ColumnKind.Boolean:
                if (new DeltaReader(Page, position).Read(ReusedArray.Take(ref _numbers, _count)) != _count)
                {
                    throw new InvalidDataException("a page has more or fewer values than its levels say.");
                }

                break;
            case PageEncoding.RleDictionary when Leaf.Kind != ColumnKind.Boolean:
                _runs = _count == 0 ? default : new RleCursor(position + 1, Content.Length, Page[position]);
                break;
            default:
                throw new InvalidDataException("numbers are encoded in a way that TrailLake does not write.");
        }
    }

    protected override void Add(int value, byte definition, byte repetition, RowValues values) =>
        values.AddNumber(Number(value), definition);

    long Number(int value)
    {
        if (Leaf.Kind == ColumnKind.Boolean)
        {
            return (Page[..Content.Length][_position + (value >> 3)] >> (value & 7)) & 1;
        }

        return Content.Encoding switch
        {
            PageEncoding.Plain => BinaryPrimitives.ReadInt64LittleEndian(Page[..Content.Length][(_position + (value * sizeof(long)))..]),
            PageEncoding.DeltaBinaryPacked => _numbers[value],
            _ => Entry(_runs.ValueAt(Page, value)),
        };
    }

    long Entry(int number)
    {
        if (!_hasDictionary)
        {
            var chunk = DictionaryChunk;
            _entries = File.ReadPage(chunk.DictionaryOffset, chunk.DictionaryLength, chunk.Codec, ref _dictionary).Length / sizeof(long);
            _hasDictionary = true;
        }

        return (uint)number < (uint)_entries
            ? BinaryPrimitives.ReadInt64LittleEndian(_dictionary.AsSpan(number * sizeof(long)))
            : throw new InvalidDataException("a row names an entry that its dictionary does not have.");
    }
}
