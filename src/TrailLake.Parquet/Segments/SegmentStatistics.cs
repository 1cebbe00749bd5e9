using System.Collections.Immutable;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;
using TrailLake.Schema;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Merges the statistics of row groups into those of the file.</summary>
sealed class SegmentStatistics
{
    // The Delta log's habit; longer bounds rarely skip more.
    const int MaxCharacters = 32;

    readonly long[] _nullCounts = new long[CloudTrailSchema.Leaves.Length];
    readonly byte[]?[] _mins = new byte[]?[CloudTrailSchema.Leaves.Length];
    readonly byte[]?[] _maxes = new byte[]?[CloudTrailSchema.Leaves.Length];
    readonly long?[] _minIntegers = new long?[CloudTrailSchema.Leaves.Length];
    readonly long?[] _maxIntegers = new long?[CloudTrailSchema.Leaves.Length];

    // A row group with values but without an upper bound: the file has none either.
    readonly bool[] _unbounded = new bool[CloudTrailSchema.Leaves.Length];

    public void Add(ChunkMetadata[] chunks)
    {
        for (int i = 0; i < chunks.Length; i++)
        {
            var chunk = chunks[i];
            _nullCounts[i] += chunk.NullCount;
            if (chunk.NullCount == chunk.Values)
            {
                continue;
            }

            if (chunk.MinInteger is not null)
            {
                _minIntegers[i] = Math.Min(_minIntegers[i] ?? long.MaxValue, chunk.MinInteger.Value);
                _maxIntegers[i] = Math.Max(_maxIntegers[i] ?? long.MinValue, chunk.MaxInteger!.Value);
            }
            else
            {
                AddText(i, chunk.Bounds);
            }
        }
    }

    public ImmutableArray<LeafStatistics> ToLeaves() => [.. _nullCounts.Select((nulls, i) => new LeafStatistics(
        nulls,
        _mins[i] is { } min ? BoundTruncation.Lower(min, MaxCharacters) : null,
        _maxes[i] is { } max && !_unbounded[i] ? BoundTruncation.Upper(max, MaxCharacters) : null,
        _minIntegers[i],
        _maxIntegers[i]))];

    void AddText(int i, in ValueBounds bounds)
    {
        if (bounds.Min is not null && (_mins[i] is not { } min || bounds.Min.AsSpan().SequenceCompareTo(min) < 0))
        {
            _mins[i] = bounds.Min;
        }

        if (bounds.Max is null)
        {
            _unbounded[i] = true;
        }
        else if (_maxes[i] is not { } max || bounds.Max.AsSpan().SequenceCompareTo(max) > 0)
        {
            _maxes[i] = bounds.Max;
        }
    }
}
