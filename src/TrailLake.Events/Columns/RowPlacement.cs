namespace TrailLake.Columns;

/// <summary>
/// Where the rows of a batch stand in the data file that they were written to: a writer puts rows in an order of its own. To be disposed of
/// after use, which gives the buffer back.
/// </summary>
sealed class RowPlacement : IDisposable
{
    int[] _rows = [];
    int _count;

    /// <summary>Notes it. For those who write batches.</summary>
    /// <param name="rowGroup">Row group of the file, from 0; negative when it is not known.</param>
    /// <param name="rows">For each row of the row group the row of the batch; empty when the batch's order was kept. Copied.</param>
    public RowPlacement(int rowGroup, ReadOnlySpan<int> rows)
    {
        RowGroup = rowGroup;
        if (!rows.IsEmpty)
        {
            PooledArray.Grow(ref _rows, 0, rows.Length);
            rows.CopyTo(_rows);
            _count = rows.Length;
        }
    }

    /// <summary>The placement of rows that were not written, or whose writer does not tell it.</summary>
    public static RowPlacement Unknown { get; } = new(-1, []);

    /// <summary>True when it is known where the rows stand.</summary>
    public bool IsKnown => RowGroup >= 0;

    /// <summary>Row group of the file, from 0.</summary>
    public int RowGroup { get; }

    /// <summary>For each row of the row group the row of the batch; empty when the batch's order was kept.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        _count = 0;
        PooledArray.Release(ref _rows);
    }
}
