using System;
using TrailLake.Ingest;
using TrailLake.Lake.Verification;

namespace TrailLake.Parquet.Rows;

/// <summary>Exact statistics of one column's values, as they are read.</summary>
struct LeafTally
{
    /// <summary>Rows, or elements inside a list, without a value.</summary>
    public long Nulls;

    string? _minText;
    string? _maxText;
    long? _min;
    long? _max;

    /// <summary>Least text; null when there is none.</summary>
    public readonly string? MinText => _minText;

    /// <summary>Greatest text.</summary>
    public readonly string? MaxText => _maxText;

    /// <summary>Least number, time (microseconds) or boolean; null when there is none.</summary>
    public readonly long? Min => _min;

    /// <summary>Greatest number.</summary>
    public readonly long? Max => _max;

    public void AddNulls(long count) => Nulls += count;

    public void Add(ReadOnlySpan<char> text)
    {
        if (_minText is null || Utf8Order.Compare(text, _minText) < 0)
        {
            _minText = text.ToString();
        }

        if (_maxText is null || Utf8Order.Compare(text, _maxText) > 0)
        {
            _maxText = text.ToString();
        }
    }

    public void Add(long number)
    {
        _min = _min is { } min ? Math.Min(min, number) : number;
        _max = _max is { } max ? Math.Max(max, number) : number;
    }

    public void Add(in LeafTally other)
    {
        Nulls += other.Nulls;
        if (other._minText is not null)
        {
            Add(other._minText);
            Add(other._maxText);
        }

        if (other._min is { } min)
        {
            Add(min);
            Add(other._max!.Value);
        }
    }

    public readonly LeafStatistics ToStatistics() => new(Nulls, _minText, _maxText, _min, _max);
}
