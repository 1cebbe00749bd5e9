using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>One leaf column in memory, of a <see cref="ColumnBatch"/> or on its own.</summary>
abstract class Column
{
    private protected Column(LeafSpec spec) => Spec = spec;

    /// <summary>Which column this is.</summary>
    public LeafSpec Spec { get; }

    /// <summary>Bytes of the column's buffers that its values need, spare room not counted.</summary>
    internal abstract long MemoryUsed { get; }

    /// <summary>Completes the column for a batch of so many rows.</summary>
    internal virtual void Seal(int rowCount)
    {
    }

    /// <summary>Appends the values of another batch's column, which is sealed, behind the rows of this batch.</summary>
    internal abstract void AppendColumn(Column other, int rows);

    /// <summary>Forgets all values, and gives the buffers back.</summary>
    internal abstract void Reset();
}
