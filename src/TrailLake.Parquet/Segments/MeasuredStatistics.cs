using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Exact statistics of one column's values, as they are read. Bounds are null while there is no value.</summary>
struct MeasuredStatistics
{
    /// <summary>Rows, or elements inside a list, without a value.</summary>
    public long Nulls;

    public string? MinText { get; private set; }

    public string? MaxText { get; private set; }

    /// <summary>Least number, time (microseconds) or boolean.</summary>
    public long? Min { get; private set; }

    public long? Max { get; private set; }

    public void AddNulls(long count) => Nulls += count;

    public void Add(ReadOnlySpan<char> text)
    {
        if (MinText is null || Utf8Comparison.Compare(text, MinText) < 0)
        {
            MinText = text.ToString();
        }

        if (MaxText is null || Utf8Comparison.Compare(text, MaxText) > 0)
        {
            MaxText = text.ToString();
        }
    }

    public void Add(long number)
    {
        Min = Min is { } min ? Math.Min(min, number) : number;
        Max = Max is { } max ? Math.Max(max, number) : number;
    }

    public void Add(in MeasuredStatistics other)
    {
        Nulls += other.Nulls;
        if (other.MinText is not null)
        {
            Add(other.MinText);
            Add(other.MaxText);
        }

        if (other.Min is { } min)
        {
            Add(min);
            Add(other.Max!.Value);
        }
    }

    public readonly LeafStatistics ToStatistics() => new(Nulls, MinText, MaxText, Min, Max);
}
