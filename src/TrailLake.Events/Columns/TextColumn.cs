using System.Buffers;
using System.Runtime.CompilerServices;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>
/// A column of UTF-8 text. Values are entries of an arena, met once per batch while the column is a dictionary. When most values turn
/// out to be new, hashing stops and each further value gets an entry of its own.
/// </summary>
sealed class TextColumn : Column
{
    const int FirstProbe = 4096;

    // First room of the buffers. Hundreds of batches may be open that get a few rows each: it is small.
    const int FirstValues = 64;
    const int FirstEntries = 32;
    const long FirstBytes = 256;

    // The index terms that are derived from a column when it is written take several times its bytes where texts are short and many: in
    // lists of thousands of elements, and in JSON of hardly anything but short strings. There each string counts as so many bytes more.
    // Usual lists have one or two elements, and usual JSON has at most a quotation mark for each four bytes: nothing is added for these.
    const int BytesPerElement = 96;
    const int BytesPerQuote = 32;
    const int BytesPerQuoteOfText = 4;

    // Stands for the values of all untouched columns; grown, never written.
    static int[] s_missing = [];

    // Hash table of entry numbers + 1 (0 = free), open addressing: the first so many places, a power of two.
    int[] _slots = [];
    int _slotCount;
    uint[] _hashes = [];
    byte[] _arena = [];
    int[] _ends = [];
    int[] _values = [];
    byte[] _repetitions = [];
    int _entryCount;
    int _valueCount;
    int _rowCount;
    int _arenaLength;
    int _lastEntry = -1;
    long _derived;
    bool _isDictionary;

    internal TextColumn(LeafSpec spec)
        : base(spec) => Reset();

    /// <summary>
    /// One number per value (per row, or per element inside a list): the entry when not negative, else the complement (<c>~</c>) of the
    /// definition level at which the value is missing.
    /// </summary>
    public ReadOnlySpan<int> Values => IsUntouched ? s_missing.AsSpan(0, _rowCount) : _values.AsSpan(0, _valueCount);

    /// <summary>True when all rows miss their value at the top level.</summary>
    public bool IsUntouched => _valueCount == 0;

    /// <summary>Inside a list: 0 where a row begins, 1 for its further elements. Empty outside of lists.</summary>
    public ReadOnlySpan<byte> Repetitions => Spec.MaxRepetition == 0 ? [] : _repetitions.AsSpan(0, _valueCount);

    /// <summary>True while every entry is distinct; when false, the same text may stand in several entries.</summary>
    public bool IsDictionary => _isDictionary;

    /// <summary>Entries in the arena.</summary>
    public int EntryCount => _entryCount;

    /// <summary>All entries' bytes, one after the other.</summary>
    public ReadOnlySpan<byte> Arena => _arena.AsSpan(0, _arenaLength);

    /// <summary>For each entry the position in <see cref="Arena"/> after its last byte.</summary>
    public ReadOnlySpan<int> EntryEnds => _ends.AsSpan(0, _entryCount);

    internal override long MemoryUsed => _arenaLength + (4L * _valueCount) + ((_isDictionary ? 16L : 4L) * _entryCount) + _derived;

    /// <summary>The bytes of an entry.</summary>
    public ReadOnlySpan<byte> Entry(int entry)
    {
        int start = entry == 0 ? 0 : _ends[entry - 1];
        return _arena.AsSpan(start, _ends[entry] - start);
    }

    /// <summary>Appends a value that is missing at a definition level.</summary>
    internal void AppendMissing(int definition, byte repetition = 0) => AppendValue(~definition, repetition);

    /// <summary>Appends the value of a row; rows before it without a value miss it at the top level. Not for lists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AppendAt(int row, ReadOnlySpan<byte> text)
    {
        if (_valueCount != row)
        {
            PadTo(row);
        }

        Append(text);
    }

    /// <summary>The number of the value that was appended last; see <see cref="Values"/>.</summary>
    internal int LastValue => _values[_valueCount - 1];

    /// <summary>Notes at which level a row misses its value.</summary>
    internal void AppendMissingAt(int row, int definition)
    {
        if (_valueCount != row)
        {
            PadTo(row);
        }

        AppendMissing(definition);
    }

    internal override void Seal(int rowCount)
    {
        _rowCount = rowCount;
        if (Spec.MaxRepetition != 0)
        {
            return;
        }

        if (!IsUntouched)
        {
            PadTo(rowCount);
        }
        else if (s_missing.Length < rowCount)
        {
            // Two threads may both do this: either array will do.
            var missing = new int[Math.Max(rowCount, 1 << 17)];
            Array.Fill(missing, ~0);
            s_missing = missing;
        }
    }

    /// <summary>
    /// Gives rows the values of their structs. Row i has the struct <c>rows[i]</c>, or none of them when that is negative; struct s has
    /// the value <c>table[s × stride + offset]</c>, numbered as <see cref="Values"/>.
    /// </summary>
    internal void Fill(ReadOnlySpan<int> rows, ReadOnlySpan<int> table, int offset, int stride, int rowCount)
    {
        bool isMissing = IsUntouched;
        for (int i = offset; isMissing && i < table.Length; i += stride)
        {
            isMissing = table[i] == ~0;
        }

        if (isMissing)
        {
            return;
        }

        PadTo(rowCount);
        var values = _values.AsSpan(0, rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            int number = rows[row];
            if (number >= 0)
            {
                values[row] = table[(number * stride) + offset];
            }
        }
    }

    /// <summary>Fills in values that are missing at the top level, up to a row. Not for columns inside a list.</summary>
    internal void PadTo(int row)
    {
        if (_values.Length < row)
        {
            GrowValues(row);
        }

        _values.AsSpan(_valueCount, row - _valueCount).Fill(~0);
        _valueCount = row;
    }

    /// <summary>Appends a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Append(ReadOnlySpan<byte> text, byte repetition = 0)
    {
        // Neighbouring records repeat most of their values: one comparison saves the hash.
        int last = _lastEntry;
        if (last >= 0)
        {
            int start = last == 0 ? 0 : _ends[last - 1];
            if (_ends[last] - start == text.Length && _arena.AsSpan(start, text.Length).SequenceEqual(text))
            {
                AppendValue(last, repetition);
                return;
            }
        }

        int entries = _entryCount;
        AppendValue(_isDictionary ? FindOrAdd(text) : Add(text), repetition);
        if (repetition != 0 && _entryCount > entries)
        {
            _derived += Math.Max(0, BytesPerElement - text.Length);
        }
    }

    internal override void AppendColumn(Column column, int rows)
    {
        var other = (TextColumn)column;
        if (other.IsUntouched)
        {
            return;
        }

        if (Spec.MaxRepetition == 0)
        {
            PadTo(rows);
        }

        // Each entry is met once, however many values refer to it.
        var entries = ArrayPool<int>.Shared.Rent(other._entryCount);
        entries.AsSpan(0, other._entryCount).Fill(-1);
        for (int i = 0; i < other._valueCount; i++)
        {
            int value = other._values[i];
            if (value >= 0)
            {
                ref int entry = ref entries[value];
                if (entry < 0)
                {
                    entry = _isDictionary ? FindOrAdd(other.Entry(value)) : Add(other.Entry(value));
                }

                value = entry;
            }

            AppendValue(value, Spec.MaxRepetition == 0 ? (byte)0 : other._repetitions[i]);
        }

        _derived += Spec.MaxRepetition == 0 ? 0 : other._derived;
        ArrayPool<int>.Shared.Return(entries);
    }

    internal override void Reset()
    {
        _entryCount = 0;
        _valueCount = 0;
        _rowCount = 0;
        _arenaLength = 0;
        _lastEntry = -1;
        _derived = 0;
        _isDictionary = !Spec.Distinct;
        _slotCount = 0;
        PooledArray.Release(ref _slots);
        PooledArray.Release(ref _hashes);
        PooledArray.Release(ref _arena);
        PooledArray.Release(ref _ends);
        PooledArray.Release(ref _values);
        PooledArray.Release(ref _repetitions);
    }

    /// <summary>Appends a value by its number: see <see cref="Values"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AppendValue(int value, byte repetition)
    {
        int count = _valueCount;
        if ((uint)count >= (uint)_values.Length)
        {
            GrowValues(0);
        }

        _values[count] = value;
        if (Spec.MaxRepetition != 0)
        {
            _repetitions[count] = repetition;
        }

        _valueCount = count + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void GrowValues(int least)
    {
        int capacity = Math.Max(Math.Max(FirstValues, least), _values.Length * 2);
        PooledArray.Grow(ref _values, _valueCount, capacity);
        if (Spec.MaxRepetition != 0)
        {
            PooledArray.Grow(ref _repetitions, _valueCount, _values.Length);
        }
    }

    int FindOrAdd(ReadOnlySpan<byte> text)
    {
        if (_slotCount == 0)
        {
            GrowSlots(64);
        }

        uint hash = (uint)ByteHash.Compute(text);
        int mask = _slotCount - 1;
        int slot = (int)hash & mask;
        while (true)
        {
            int entry = _slots[slot] - 1;
            if (entry < 0)
            {
                break;
            }

            if (_hashes[entry] == hash && Entry(entry).SequenceEqual(text))
            {
                _lastEntry = entry;
                return entry;
            }

            slot = (slot + 1) & mask;
        }

        int added = Add(text);
        _hashes[added] = hash;
        _slots[slot] = added + 1;
        if (_entryCount * 2 > _slotCount)
        {
            GrowSlots(_slotCount * 4);
        }

        // A dictionary that repeats nothing costs a hash for each value and saves nothing.
        if (_entryCount >= FirstProbe && _entryCount > (_valueCount >> 1) + (_valueCount >> 2))
        {
            _isDictionary = false;
        }

        return added;
    }

    int Add(ReadOnlySpan<byte> text)
    {
        int entry = _entryCount;
        if (entry == _ends.Length)
        {
            int capacity = Math.Max(FirstEntries, entry * 2);
            PooledArray.Grow(ref _ends, entry, capacity);
            if (!Spec.Distinct)
            {
                PooledArray.Grow(ref _hashes, entry, _ends.Length);
            }
        }

        int end = checked(_arenaLength + text.Length);
        if (end > _arena.Length)
        {
            long capacity = Math.Max(end, Math.Max(FirstBytes, _arena.Length * 2L));
            PooledArray.Grow(ref _arena, _arenaLength, (int)Math.Min(Array.MaxLength, capacity));
        }

        text.CopyTo(_arena.AsSpan(_arenaLength));
        _arenaLength = end;
        _ends[entry] = end;
        _entryCount = entry + 1;
        _lastEntry = entry;
        if (Spec.Kind == ColumnKind.Json)
        {
            int quotes = text.Count((byte)'"');
            _derived += Math.Max(0, BytesPerQuote * ((long)quotes - (text.Length / BytesPerQuoteOfText)));
        }

        return entry;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void GrowSlots(int count)
    {
        PooledArray.Grow(ref _slots, 0, count);
        Array.Clear(_slots, 0, count);
        _slotCount = count;
        var slots = _slots;
        int mask = count - 1;
        for (int entry = 0; entry < _entryCount; entry++)
        {
            int slot = (int)_hashes[entry] & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = entry + 1;
        }
    }
}
