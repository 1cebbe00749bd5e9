using System;

namespace TrailLake.Columns;

/// <summary>
/// Where the rows of a batch stand in the data file that it was written to last: the writer chooses the order, and says it here. Good until
/// the batch is sealed again or reset.
/// </summary>
public sealed class RowPlacement
{
    const int Unknown = -1;

    int[] _rows = [];
    int _count;

    /// <summary>True when a writer has said it.</summary>
    public bool IsKnown => RowGroup != Unknown;

    /// <summary>Row group of the file, from 0; negative when no writer has said it.</summary>
    public int RowGroup { get; private set; } = Unknown;

    /// <summary>For each row of the row group the row of the batch; empty when the batch's order was kept.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Notes <see cref="RowGroup"/> and a copy of <see cref="Rows"/>, for writers of batches.</summary>
    public void Set(int rowGroup, ReadOnlySpan<int> rows)
    {
        if (_rows.Length < rows.Length)
        {
            PooledArray.Grow(ref _rows, 0, rows.Length);
        }

        rows.CopyTo(_rows);
        _count = rows.Length;
        RowGroup = rowGroup;
    }

    /// <summary>Forgets it, and gives the buffer back.</summary>
    internal void Reset()
    {
        RowGroup = Unknown;
        _count = 0;
        PooledArray.Release(ref _rows);
    }
}
