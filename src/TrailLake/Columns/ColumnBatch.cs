using System;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>The rows of one row group in memory, column by column, in the order in which they were scanned.</summary>
public sealed class ColumnBatch
{
    readonly Column[] _columns;

    /// <summary>Creates an empty batch.</summary>
    public ColumnBatch()
    {
        _columns = new Column[CloudTrailSchema.Leaves.Length];
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            _columns[leaf.Index] = leaf.Kind switch
            {
                ColumnKind.Text or ColumnKind.Json => new TextColumn(leaf),
                ColumnKind.Boolean => new BooleanColumn(leaf),
                _ => new LongColumn(leaf),
            };
        }
    }

    /// <summary>Rows in the batch.</summary>
    public int RowCount { get; internal set; }

    /// <summary>The columns in the order of <see cref="CloudTrailSchema.Leaves"/>.</summary>
    public ReadOnlySpan<Column> Columns => _columns;

    /// <summary>A text or JSON column.</summary>
    public TextColumn Text(FieldId id) => (TextColumn)_columns[(int)id];

    /// <summary>A column of integers or times.</summary>
    public LongColumn Long(FieldId id) => (LongColumn)_columns[(int)id];

    /// <summary>A column of booleans.</summary>
    public BooleanColumn Boolean(FieldId id) => (BooleanColumn)_columns[(int)id];

    /// <summary>Bytes that the rows take in memory.</summary>
    public long MemoryUsed
    {
        get
        {
            long sum = 0;
            foreach (var column in _columns)
            {
                sum += column switch { TextColumn t => t.MemoryUsed, LongColumn l => l.MemoryUsed, _ => ((BooleanColumn)column).MemoryUsed };
            }

            return sum;
        }
    }

    /// <summary>Forgets all rows, keeps the buffers.</summary>
    public void Reset()
    {
        RowCount = 0;
        foreach (var column in _columns)
        {
            switch (column)
            {
                case TextColumn t:
                    t.Reset();
                    break;
                case LongColumn l:
                    l.Reset();
                    break;
                default:
                    ((BooleanColumn)column).Reset();
                    break;
            }
        }
    }
}
