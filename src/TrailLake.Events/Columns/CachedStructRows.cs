using TrailLake.Scanning;

namespace TrailLake.Columns;

/// <summary>
/// The rows of a batch in which a struct of the record came again byte for byte. A row notes which struct it has, one number instead of
/// twenty values; sealing the batch writes the values column by column.
/// </summary>
sealed class CachedStructRows
{
    // Where a struct stands in the table is noted from its second row on: what never comes again costs nothing more than without the table.
    const int SeenOnce = -1;

    readonly Known[] _known = new Known[StructCache.Capacity];
    int[] _rows = [];
    int[] _table = [];
    int _rowCount;
    int _structCount;
    int _firstLeaf;
    int _leafCount;

    /// <summary>Bytes of the buffers that the rows need.</summary>
    public long MemoryUsed => 4L * (_rowCount + (_structCount * _leafCount));

    /// <summary>Gives a row the values of a struct; false when the batch does not have them yet.</summary>
    public bool TryAppend(CachedStruct place, int row)
    {
        ref readonly var known = ref _known[place.Number];
        if (known.Place != place || known.Stamp != place.Stamp || known.Index == SeenOnce)
        {
            return false;
        }

        if (_rows.Length <= row)
        {
            PooledArray.Grow(ref _rows, _rowCount, Math.Max(256, row * 2));
        }

        _rows.AsSpan(_rowCount, row - _rowCount).Fill(-1);
        _rows[row] = known.Index;
        _rowCount = row + 1;
        return true;
    }

    /// <summary>Takes note of a struct whose values were just appended to the columns.</summary>
    public void Take(ColumnBatch batch, CachedStruct place, ScannedRecord record)
    {
        ref var known = ref _known[place.Number];
        if (known.Place != place || known.Stamp != place.Stamp)
        {
            known = new Known(place, place.Stamp, SeenOnce);
            return;
        }

        (_firstLeaf, _leafCount) = place.Leaves.GetOffsetAndLength(record.States.Length);
        int start = _structCount * _leafCount;
        if (_table.Length < start + _leafCount)
        {
            PooledArray.Grow(ref _table, start, Math.Max(start + _leafCount, _table.Length * 2));
        }

        for (int i = 0; i < _leafCount; i++)
        {
            _table[start + i] = record.States[_firstLeaf + i] == ValueState.NotMet ? ~0 : batch.TextAt(_firstLeaf + i).LastValue;
        }

        known = known with { Index = _structCount++ };
    }

    /// <summary>Writes the values of the rows into their columns.</summary>
    public void Seal(ColumnBatch batch)
    {
        if (_rowCount == 0)
        {
            return;
        }

        var table = _table.AsSpan(0, _structCount * _leafCount);
        for (int i = 0; i < _leafCount; i++)
        {
            batch.TextAt(_firstLeaf + i).Fill(_rows.AsSpan(0, _rowCount), table, i, _leafCount, batch.RowCount);
        }
    }

    /// <summary>Forgets everything: the columns have no entries any more.</summary>
    public void Reset()
    {
        Array.Clear(_known);
        _rowCount = 0;
        _structCount = 0;
        PooledArray.Release(ref _rows);
        PooledArray.Release(ref _table);
    }

    readonly record struct Known(CachedStruct Place, int Stamp, int Index);
}
