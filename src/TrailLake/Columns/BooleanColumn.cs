using System;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>A top-level column of booleans.</summary>
public sealed class BooleanColumn : Column
{
    /// <summary>Stands for a missing value.</summary>
    public const byte Missing = 2;

    byte[] _values = [];
    int _count;

    internal BooleanColumn(ColumnSpec spec)
        : base(spec)
    {
    }

    /// <summary>One byte per row: 0, 1, or <see cref="Missing"/>.</summary>
    public ReadOnlySpan<byte> Values => _values.AsSpan(0, _count);

    internal override long MemoryUsed => _count;

    /// <summary>Appends the value of a row; rows before it that have none miss it.</summary>
    internal void AppendAt(int row, byte value)
    {
        PadTo(row);
        Append(value);
    }

    /// <summary>Fills in missing values up to a row.</summary>
    internal void PadTo(int row)
    {
        if (_values.Length < row)
        {
            PooledArray.Grow(ref _values, _count, Math.Max(row, _values.Length * 2));
        }

        _values.AsSpan(_count, row - _count).Fill(Missing);
        _count = row;
    }

    internal void Append(byte value)
    {
        if (_count == _values.Length)
        {
            PooledArray.Grow(ref _values, _count, Math.Max(256, _count * 2));
        }

        _values[_count++] = value;
    }

    /// <summary>Appends the values of another batch's column behind the rows of this batch.</summary>
    internal void AppendColumn(BooleanColumn other, int rows)
    {
        PadTo(rows);
        foreach (byte value in other.Values)
        {
            Append(value);
        }
    }

    internal void Reset()
    {
        _count = 0;
        PooledArray.Release(ref _values);
    }
}
