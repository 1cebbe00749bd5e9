using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;
using TrailLake.Schema;

namespace TrailLake.Parquet.Reading;

/// <summary>
/// The levels of a data page: which values a row has, and which of them are there. Owns its memory and is reused. Most pages have one level
/// throughout, and are not unpacked.
/// </summary>
sealed class PageLevels(ColumnSpec leaf)
{
    byte[] _definitions = [];
    byte[] _repetitions = [];
    int[] _starts = []; // of lists: where each row begins
    int _levels;
    int _rows;
    int _constant; // the one definition level; -1 when there are several
    int _counted; // levels before the one that was asked for last …
    int _present; // … and how many of them have a value

    public int Present => _constant < 0 ? _definitions.AsSpan(0, _levels).Count((byte)leaf.MaxDefinition)
        : _constant == leaf.MaxDefinition ? _levels
        : 0;

    /// <summary>Reads the levels; returns where the values begin.</summary>
    public int Load(ReadOnlySpan<byte> page, int levels, int rows)
    {
        _levels = levels;
        _rows = rows;
        _counted = 0;
        _present = 0;
        int position = 0;
        if (leaf.MaxRepetition > 0)
        {
            if (Unpack(page, ref position, leaf.MaxRepetition, ref _repetitions) is var constant and >= 0)
            {
                ReusedArray.Take(ref _repetitions, levels).Fill((byte)constant);
            }

            IndexRows();
        }
        else if (levels != rows)
        {
            throw new InvalidDataException("a page has more or fewer values than rows.");
        }

        _constant = Unpack(page, ref position, leaf.MaxDefinition, ref _definitions);
        return position;
    }

    /// <summary>The levels of a row of the page.</summary>
    public (int Start, int End) Of(int row) =>
        leaf.MaxRepetition == 0 ? (row, row + 1) : (_starts[row], row + 1 < _rows ? _starts[row + 1] : _levels);

    public byte Definition(int level) => _constant >= 0 ? (byte)_constant : _definitions[level];

    /// <summary>Which of the values that are there a level belongs to; levels are asked for in rising order.</summary>
    public int ValueOf(int level)
    {
        if (_constant >= 0)
        {
            return level;
        }

        _present += _definitions.AsSpan(_counted, level - _counted).Count((byte)leaf.MaxDefinition);
        _counted = level;
        return _present;
    }

    /// <summary>Fills in for each value that is there its row of the page.</summary>
    /// <param name="rows">One more than there are values: without branches, a level without one is written where the next will be.</param>
    public void RowsOfValues(Span<int> rows)
    {
        int value = 0;
        if (leaf.MaxRepetition > 0)
        {
            int row = -1;
            for (int level = 0; level < _levels; level++)
            {
                row += _repetitions[level] == 0 ? 1 : 0;
                rows[value] = row;
                value += Definition(level) == leaf.MaxDefinition ? 1 : 0;
            }
        }
        else if (_constant >= 0)
        {
            // All values are there, or none.
            foreach (ref int row in rows[..Present])
            {
                row = value++;
            }
        }
        else
        {
            var definitions = _definitions.AsSpan(0, _levels);
            for (int level = 0; level < definitions.Length; level++)
            {
                rows[value] = level;
                value += definitions[level] == leaf.MaxDefinition ? 1 : 0;
            }
        }
    }

    void IndexRows()
    {
        var starts = ReusedArray.Take(ref _starts, _rows);
        int row = 0;
        for (int level = 0; level < _levels; level++)
        {
            if (_repetitions[level] == 0)
            {
                starts[row++] = level;
            }
        }

        if (row != _rows || (_levels > 0 && starts[0] != 0))
        {
            throw new InvalidDataException("a page has more or fewer lists than rows.");
        }
    }

    // Returns the one level that all have; -1 when there are several, which then stand in `target`.
    int Unpack(ReadOnlySpan<byte> page, ref int position, int max, ref byte[] target)
    {
        int length = PageReader.Length(page[position..]);
        int start = position + sizeof(int);
        position = start + length;
        var runs = new RleCursor(start, position, BitPacker.Width((ulong)max));
        if (_levels == 0)
        {
            return 0;
        }

        int first = runs.ValueAt(page, 0);
        if (runs.IsRepeated && runs.Stop >= _levels)
        {
            return first <= max ? first : throw new InvalidDataException("a page has a level that there is not.");
        }

        var levels = ReusedArray.Take(ref target, _levels);
        runs.ReadAll(page, levels);
        return !levels.ContainsAnyInRange((byte)(max + 1), byte.MaxValue)
            ? -1
            : throw new InvalidDataException("a page has a level that there is not.");
    }
}
