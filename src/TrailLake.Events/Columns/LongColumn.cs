using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>A top-level column of 64-bit integers: timestamps in microseconds, counts, hashes.</summary>
sealed class LongColumn : FixedSizeColumn<long>
{
    /// <summary>Stands for a missing value.</summary>
    public const long Missing = long.MinValue;

    internal LongColumn(LeafSpec spec)
        : base(spec)
    {
    }
}
