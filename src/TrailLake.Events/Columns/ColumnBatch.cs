using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>The rows of one row group in memory, column by column, in the order in which they were scanned.</summary>
sealed class ColumnBatch
{
    readonly Column[] _columns;
    readonly CachedStructRows?[] _structs = new CachedStructRows?[CloudTrailSchema.Leaves.Length];

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

    /// <summary>Bytes that the batch's rows need, spare room of the buffers not counted.</summary>
    public long MemoryUsed
    {
        get
        {
            long sum = 0;
            foreach (var column in _columns)
            {
                sum += column.MemoryUsed;
            }

            foreach (var rows in _structs)
            {
                sum += rows?.MemoryUsed ?? 0;
            }

            return sum;
        }
    }

    /// <summary>The rows of a struct that came again, by its first leaf.</summary>
    internal CachedStructRows Structs(int firstLeaf) => _structs[firstLeaf] ??= new CachedStructRows();

    /// <summary>A text or JSON column by its index.</summary>
    internal TextColumn TextAt(int leaf) => System.Runtime.CompilerServices.Unsafe.As<TextColumn>(_columns[leaf]);

    /// <summary>Completes the columns: after it, each has a value for every row. To be called before the batch is written.</summary>
    public void Seal()
    {
        foreach (var rows in _structs)
        {
            rows?.Seal(this);
        }

        foreach (var column in _columns)
        {
            column.Seal(RowCount);
        }
    }

    /// <summary>Appends all rows of another batch.</summary>
    internal void AppendRows(ColumnBatch other)
    {
        other.Seal();
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].AppendColumn(other._columns[i], RowCount);
        }

        RowCount += other.RowCount;
    }

    /// <summary>Forgets all rows, and gives the buffers back.</summary>
    public void Reset()
    {
        RowCount = 0;
        foreach (var rows in _structs)
        {
            rows?.Reset();
        }

        foreach (var column in _columns)
        {
            column.Reset();
        }
    }
}
