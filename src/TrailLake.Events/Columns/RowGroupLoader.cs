using System.Runtime.InteropServices;
using System.Text;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>
/// Appends rows of a data file to a batch, column by column as a Parquet reader gives them: the values that are there, and levels. Each
/// column is given at most once between <see cref="Begin"/> and <see cref="End"/>; one that is not given is missing in all rows. JSON of a
/// file without the column <c>delivered</c> stands there as it was delivered: it is brought into the form that all readers take, and
/// <c>delivered</c> gets what it was. Not safe for several threads.
/// </summary>
sealed class RowGroupLoader
{
    // After so many values, a column whose values mostly were met for the first time is not looked up any more.
    const int Probe = 4096;

    // Values of a dictionary share their memory: each is converted and looked up once.
    readonly Dictionary<ReadOnlyMemory<char>, int> _entries = [];
    readonly bool[] _given = new bool[CloudTrailSchema.Leaves.Length];
    readonly DeliveredWriter _delivered = new();

    // Of the column that is being given: the values that are not readable as they were delivered. And where such stand in the batch.
    readonly Dictionary<ReadOnlyMemory<char>, byte[]> _oddEntries = [];
    readonly List<(int Row, FieldId Column, byte[] Json)> _oddValues = [];
    byte[] _utf8 = [];
    bool[] _dropped = [];
    ColumnBatch _batch = null!;
    int _rows;
    bool _dropsAny;
    bool _isReadable;

    /// <summary>Begins a row group.</summary>
    /// <param name="batch">Where its rows go. It must not have been sealed.</param>
    /// <param name="dropped">True for each row that is left out; empty when all are taken.</param>
    /// <param name="isReadable">True when the file has the column <c>delivered</c>.</param>
    public void Begin(ColumnBatch batch, int rows, ReadOnlySpan<bool> dropped, bool isReadable)
    {
        _batch = batch;
        _isReadable = isReadable;
        _oddValues.Clear();
        _rows = rows;
        _dropsAny = dropped.Contains(true);
        _given.AsSpan().Clear();
        if (_dropsAny)
        {
            _dropped = _dropped.Length < rows ? new bool[rows] : _dropped;
            dropped[..rows].CopyTo(_dropped);
        }
    }

    /// <summary>A column of text or JSON.</summary>
    /// <param name="definitions">A level for each value, there or missing.</param>
    /// <param name="repetitions">Inside a list: 0 where a row begins. Empty outside of lists.</param>
    public void Text(FieldId id, ReadOnlySpan<ReadOnlyMemory<char>> values, ReadOnlySpan<int> definitions, ReadOnlySpan<int> repetitions)
    {
        var column = _batch.Text(id);
        bool isList = column.Spec.MaxRepetition > 0;
        if (!isList && !definitions.ContainsAnyExcept(0))
        {
            // All of them miss it at the top level, as a column does that was not given.
            return;
        }

        _given[(int)id] = true;
        if (!isList)
        {
            column.PadTo(_batch.RowCount);
        }

        _entries.Clear();
        _oddEntries.Clear();
        int present = column.Spec.MaxDefinition;
        int next = 0;
        int row = -1;
        int kept = -1;
        ReadOnlyMemory<char> last = default;
        int lastEntry = -1;
        byte[]? lastOdd = null;
        bool isShared = !column.Spec.Distinct;
        for (int i = 0; i < definitions.Length; i++)
        {
            byte repetition = isList ? (byte)repetitions[i] : (byte)0;
            row += repetition == 0 ? 1 : 0;
            bool isThere = definitions[i] == present;
            if (_dropsAny && _dropped[row])
            {
                next += isThere ? 1 : 0;
                continue;
            }

            kept += repetition == 0 ? 1 : 0;
            if (!isThere)
            {
                column.AppendMissing(definitions[i], repetition);
                continue;
            }

            var value = values[next++];
            if (lastEntry < 0 || !value.Equals(last))
            {
                if (isShared && _entries.Count > Probe && _entries.Count > next / 2)
                {
                    isShared = false;
                }

                last = value;
                lastEntry = Enter(column, value, isShared, repetition);
                lastOdd = _oddEntries.Count > 0 ? _oddEntries.GetValueOrDefault(value) : null;
            }
            else
            {
                column.AppendValue(lastEntry, repetition);
            }

            if (lastOdd is not null)
            {
                _oddValues.Add((_batch.RowCount + kept, id, lastOdd));
            }
        }
    }

    /// <summary>A column of integers, or of times in microseconds.</summary>
    public void Long(FieldId id, ReadOnlySpan<long> values, ReadOnlySpan<int> definitions)
    {
        _given[(int)id] = true;
        Append(_batch.Long(id), values, definitions, LongColumn.Missing);
    }

    /// <summary>A column of booleans.</summary>
    public void Boolean(FieldId id, ReadOnlySpan<bool> values, ReadOnlySpan<int> definitions)
    {
        _given[(int)id] = true;
        var column = _batch.Boolean(id);
        column.PadTo(_batch.RowCount);
        Append(column, MemoryMarshal.AsBytes(values), definitions, BooleanColumn.Missing);
    }

    void Append<T>(FixedSizeColumn<T> column, ReadOnlySpan<T> values, ReadOnlySpan<int> definitions, T missing)
        where T : unmanaged
    {
        int next = 0;
        for (int row = 0; row < definitions.Length; row++)
        {
            var value = definitions[row] == 0 ? missing : values[next++];
            if (!_dropsAny || !_dropped[row])
            {
                column.Append(value);
            }
        }
    }

    /// <summary>Ends the row group: its rows are in the batch.</summary>
    public void End()
    {
        int kept = _dropsAny ? _rows - _dropped.AsSpan(0, _rows).Count(true) : _rows;
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            // Other columns fill in by themselves what they were not given.
            bool isNumber = leaf.Kind is ColumnKind.Int64 or ColumnKind.Timestamp;
            bool isFilled = !_given[leaf.Index] && (isNumber || leaf.MaxRepetition > 0);
            for (int row = 0; isFilled && row < kept; row++)
            {
                if (isNumber)
                {
                    _batch.Long(leaf.Id).Append(LongColumn.Missing);
                }
                else
                {
                    _batch.Text(leaf.Id).AppendMissing(0);
                }
            }
        }

        AddDelivered();
        _batch.RowCount += kept;
    }

    void AddDelivered()
    {
        _oddValues.Sort(static (a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Column.CompareTo(b.Column));
        for (int i = 0; i < _oddValues.Count;)
        {
            int row = _oddValues[i].Row;
            for (; i < _oddValues.Count && _oddValues[i].Row == row; i++)
            {
                _delivered.Add(_oddValues[i].Column, _oddValues[i].Json);
            }

            _batch.Text(FieldId.Delivered).AppendAt(row, _delivered.End());
        }
    }

    int Enter(TextColumn column, ReadOnlyMemory<char> value, bool isShared, byte repetition)
    {
        if (isShared && _entries.TryGetValue(value, out int entry))
        {
            column.AppendValue(entry, repetition);
            return entry;
        }

        if (_utf8.Length < value.Length * 3L)
        {
            _utf8 = new byte[Math.Max(1024, Math.Min(Array.MaxLength, value.Length * 4L))];
        }

        ReadOnlySpan<byte> text = _utf8.AsSpan(0, Encoding.UTF8.GetBytes(value.Span, _utf8));
        if (!_isReadable && column.Spec.Kind == ColumnKind.Json)
        {
            var readable = _delivered.Readable(text);
            if (!_delivered.IsSame)
            {
                _oddEntries[value] = text.ToArray();
                text = readable;
            }
        }

        column.Append(text, repetition);
        entry = column.LastValue;
        if (isShared)
        {
            _entries.Add(value, entry);
        }

        return entry;
    }
}
