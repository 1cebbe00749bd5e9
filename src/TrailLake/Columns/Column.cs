using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>One leaf column of a <see cref="ColumnBatch"/>.</summary>
public abstract class Column
{
    private protected Column(ColumnSpec spec) => Spec = spec;

    /// <summary>Which column this is.</summary>
    public ColumnSpec Spec { get; }

    /// <summary>Bytes of the column's buffers that its values need, spare room not counted.</summary>
    internal abstract long MemoryUsed { get; }
}
