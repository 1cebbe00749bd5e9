using System.Runtime.CompilerServices;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>A top-level column whose values all have the same size: one value per row.</summary>
abstract class FixedSizeColumn<T> : Column
    where T : unmanaged
{
    const int FirstValues = 64;

    T[] _values = [];
    int _count;

    private protected FixedSizeColumn(LeafSpec spec)
        : base(spec)
    {
    }

    /// <summary>One value per row; the column's <c>Missing</c> where there is none.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, _count);

    internal override long MemoryUsed => (long)Unsafe.SizeOf<T>() * _count;

    internal void Append(T value)
    {
        if (_count == _values.Length)
        {
            PooledArray.Grow(ref _values, _count, Math.Max(FirstValues, _count * 2));
        }

        _values[_count++] = value;
    }

    internal override void AppendColumn(Column other, int rows)
    {
        foreach (var value in ((FixedSizeColumn<T>)other).Values)
        {
            Append(value);
        }
    }

    /// <summary>Fills in a value up to a row.</summary>
    private protected void Pad(int row, T value)
    {
        if (_values.Length < row)
        {
            PooledArray.Grow(ref _values, _count, Math.Max(row, _values.Length * 2));
        }

        _values.AsSpan(_count, row - _count).Fill(value);
        _count = row;
    }

    /// <summary>Puts other values in the place of all.</summary>
    internal void Replace(ReadOnlySpan<T> values) => values.CopyTo(_values.AsSpan(0, _count));

    internal override void Reset()
    {
        _count = 0;
        PooledArray.Release(ref _values);
    }
}
