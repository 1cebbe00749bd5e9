using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>One leaf column of a <see cref="ColumnBatch"/>.</summary>
public abstract class Column
{
    private protected Column(ColumnSpec spec) => Spec = spec;

    /// <summary>Which column this is.</summary>
    public ColumnSpec Spec { get; }
}
