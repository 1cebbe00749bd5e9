using System.Numerics;
using TrailLake.Columns;
using TrailLake.Tables.Rows;

namespace TrailLake.Index;

/// <summary>Finds the granules in which the entries of a batch's columns stand in the file. Keeps its buffers.</summary>
sealed class EntryGranules
{
    byte[] _rows = [];
    ulong[] _entries = [];
    int _count;

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => _rows.Length + (8L * _entries.Length);

    /// <summary>Begins a batch.</summary>
    /// <param name="order">For each row of the file the row of the batch; empty when they are the same.</param>
    /// <param name="count">Rows of the batch.</param>
    public void Begin(ReadOnlySpan<int> order, int count)
    {
        _count = count;
        if (_rows.Length < count)
        {
            _rows = new byte[BitOperations.RoundUpToPowerOf2((uint)count)];
        }

        var rows = _rows.AsSpan(0, count);
        for (int granule = 0; granule < RowGranules.Count; granule++)
        {
            var own = RowGranules.FirstRow(granule, count)..RowGranules.FirstRow(granule + 1, count);
            if (order.IsEmpty)
            {
                rows[own].Fill((byte)granule);
                continue;
            }

            foreach (int row in order[own])
            {
                rows[row] = (byte)granule;
            }
        }
    }

    /// <summary>For each entry of a column of the batch its granules; good until the next column.</summary>
    public ReadOnlySpan<ulong> Find(TextColumn column)
    {
        int count = column.EntryCount;
        if (_entries.Length < count)
        {
            _entries = new ulong[BitOperations.RoundUpToPowerOf2((uint)count)];
        }

        var entries = _entries.AsSpan(0, count);
        entries.Clear();
        var rows = _rows.AsSpan(0, _count);
        if (column.Spec.MaxRepetition == 0)
        {
            FindInRows(column.Values, rows, entries);
        }
        else
        {
            FindInLists(column.Values, column.Repetitions, rows, entries);
        }

        return entries;
    }

    static void FindInRows(ReadOnlySpan<int> values, ReadOnlySpan<byte> rows, Span<ulong> entries)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            int entry = values[row];
            if (entry >= 0)
            {
                entries[entry] |= 1UL << rows[row];
            }
        }
    }

    static void FindInLists(ReadOnlySpan<int> values, ReadOnlySpan<byte> repetitions, ReadOnlySpan<byte> rows, Span<ulong> entries)
    {
        int row = -1;
        for (int i = 0; i < values.Length; i++)
        {
            row += repetitions[i] == 0 ? 1 : 0;
            if (values[i] >= 0)
            {
                entries[values[i]] |= 1UL << rows[row];
            }
        }
    }
}
