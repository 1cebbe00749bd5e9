using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>A top-level column of booleans, one byte per row: 0, 1, or <see cref="Missing"/>.</summary>
sealed class BooleanColumn : FixedSizeColumn<byte>
{
    /// <summary>Stands for a missing value.</summary>
    public const byte Missing = 2;

    internal BooleanColumn(LeafSpec spec)
        : base(spec)
    {
    }

    /// <summary>Appends the value of a row; rows before it that have none miss it.</summary>
    internal void AppendAt(int row, byte value)
    {
        PadTo(row);
        Append(value);
    }

    /// <summary>Fills in missing values up to a row.</summary>
    internal void PadTo(int row) => Pad(row, Missing);

    internal override void Seal(int rowCount) => PadTo(rowCount);

    internal override void AppendColumn(Column other, int rows)
    {
        PadTo(rows);
        base.AppendColumn(other, rows);
    }
}
