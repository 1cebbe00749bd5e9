using System.Buffers.Binary;
using TrailLake.Columns;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>Finds the least and the greatest of a column's entries; most comparisons are of their first eight bytes as a number.</summary>
struct TextMinMax
{
    int _min;
    int _max;
    ulong _minKey;
    ulong _maxKey;
    bool _any;

    public void Add(TextColumn column, int entry)
    {
        var text = column.Entry(entry);
        ulong key = Key(text);
        if (!_any)
        {
            (_min, _max, _minKey, _maxKey, _any) = (entry, entry, key, key, true);
            return;
        }

        if (key < _minKey || (key == _minKey && entry != _min && text.SequenceCompareTo(column.Entry(_min)) < 0))
        {
            (_min, _minKey) = (entry, key);
        }

        if (key > _maxKey || (key == _maxKey && entry != _max && text.SequenceCompareTo(column.Entry(_max)) > 0))
        {
            (_max, _maxKey) = (entry, key);
        }
    }

    public void Add(TextColumn column, in TextMinMax other)
    {
        if (other._any)
        {
            Add(column, other._min);
            Add(column, other._max);
        }
    }

    public readonly ValueBounds ToValueBounds(TextColumn column) =>
        _any ? BoundTruncation.Of(column.Entry(_min), column.Entry(_max)) : default;

    // Texts compare as their keys do, unless the keys are equal. Shorter texts are filled with zeros.
    static ulong Key(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 8)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        }

        ulong key = 0;
        for (int i = 0; i < text.Length; i++)
        {
            key |= (ulong)text[i] << (56 - (8 * i));
        }

        return key;
    }
}
