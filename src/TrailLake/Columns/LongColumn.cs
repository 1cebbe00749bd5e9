using System;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>A top-level column of 64-bit integers: timestamps in microseconds, counts, hashes.</summary>
public sealed class LongColumn : Column
{
    /// <summary>Stands for a missing value.</summary>
    public const long Missing = long.MinValue;

    long[] _values = [];
    int _count;

    internal LongColumn(ColumnSpec spec)
        : base(spec)
    {
    }

    /// <summary>One number per row; <see cref="Missing"/> where there is none.</summary>
    public ReadOnlySpan<long> Values => _values.AsSpan(0, _count);

    internal override long MemoryUsed => 8L * _count;

    internal void Append(long value)
    {
        if (_count == _values.Length)
        {
            PooledArray.Grow(ref _values, _count, Math.Max(64, _count * 2));
        }

        _values[_count++] = value;
    }

    internal void AppendColumn(LongColumn other)
    {
        foreach (long value in other.Values)
        {
            Append(value);
        }
    }

    /// <summary>Puts other values in the place of all.</summary>
    internal void Replace(ReadOnlySpan<long> values) => values.CopyTo(_values.AsSpan(0, _count));

    internal void Reset()
    {
        _count = 0;
        PooledArray.Release(ref _values);
    }
}
