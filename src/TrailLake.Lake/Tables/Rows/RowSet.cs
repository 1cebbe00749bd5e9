using System.Numerics;

namespace TrailLake.Tables.Rows;

/// <summary>Some rows of a row group. It owns its memory and is reused.</summary>
sealed class RowSet
{
    ulong[] _bits = [];
    int _rows;

    /// <summary>Rows of the row group.</summary>
    public int Rows => _rows;

    /// <summary>How many rows are in the set.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong bits in Words)
            {
                count += BitOperations.PopCount(bits);
            }

            return count;
        }
    }

    /// <summary>True when no row is in it.</summary>
    public bool IsEmpty => !Words.ContainsAnyExcept(0UL);

    ReadOnlySpan<ulong> Words => _bits.AsSpan(0, (_rows + 63) >> 6);

    /// <summary>Empties the set, for a row group of so many rows.</summary>
    public void Reset(int rows)
    {
        _rows = rows;
        int words = (rows + 63) >> 6;
        if (_bits.Length < words)
        {
            _bits = new ulong[words];
        }

        _bits.AsSpan(0, words).Clear();
    }

    /// <summary>Adds a row.</summary>
    public void Add(int row) => _bits[row >> 6] |= 1UL << (row & 63);

    /// <summary>Adds neighbouring rows.</summary>
    /// <param name="end">The row behind the last one.</param>
    public void AddRange(int start, int end)
    {
        for (; start < end && (start & 63) != 0; start++)
        {
            Add(start);
        }

        for (; start + 64 <= end; start += 64)
        {
            _bits[start >> 6] = ulong.MaxValue;
        }

        for (; start < end; start++)
        {
            Add(start);
        }
    }

    /// <summary>Adds the rows of some of <see cref="RowGranules"/>.</summary>
    /// <param name="granules">Bit n stands for granule n.</param>
    public void AddGranules(ulong granules)
    {
        for (; granules != 0; granules &= granules - 1)
        {
            int granule = BitOperations.TrailingZeroCount(granules);
            AddRange(RowGranules.FirstRow(granule, _rows), RowGranules.FirstRow(granule + 1, _rows));
        }
    }

    /// <summary>True when one of neighbouring rows is in the set.</summary>
    /// <param name="end">The row behind the last one.</param>
    public bool HasAny(int start, int end)
    {
        int next = Next(start);
        return next >= 0 && next < end;
    }

    /// <summary>The first row of the set from a row on; -1 when there is none.</summary>
    public int Next(int row) => Next(row, inverted: 0);

    /// <summary>The first row from a row on that is not in the set.</summary>
    public int EndOf(int row)
    {
        int end = Next(row, inverted: ulong.MaxValue);
        return end < 0 || end > _rows ? _rows : end;
    }

    int Next(int row, ulong inverted)
    {
        var words = Words;
        int word = row >> 6;
        if (word >= words.Length)
        {
            return -1;
        }

        ulong bits = (words[word] ^ inverted) & (ulong.MaxValue << (row & 63));
        while (bits == 0)
        {
            if (++word == words.Length)
            {
                return -1;
            }

            bits = words[word] ^ inverted;
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
