namespace TrailLake.Scanning;

/// <summary>A struct as it stood in an earlier record: its bytes, and what scanning them found.</summary>
sealed class CachedStruct(int number)
{
    byte[] _text = [];
    ValueState[] _states = [];
    int[] _starts = [];
    int[] _lengths = [];
    int _length;
    int _firstLeaf;
    int _leafCount;

    /// <summary>Its place in <see cref="StructCache"/>.</summary>
    public int Number { get; } = number;

    /// <summary>Counts what was remembered in this place: with <see cref="Number"/> it tells one content from all others.</summary>
    public int Stamp { get; private set; }

    /// <summary>Leaves of the struct and of those within it: they follow each other.</summary>
    public Range Leaves => _firstLeaf..(_firstLeaf + _leafCount);

    /// <summary>Bits of <see cref="ScannedRecord.GroupsMet"/> for the structs within it.</summary>
    public ulong Groups { get; private set; }

    /// <summary>Takes what was just scanned in [open, end).</summary>
    public void Take(StructNode node, ScannedRecord record, ReadOnlySpan<byte> text, int open, ulong groups)
    {
        var schema = node.Schema!;
        if (_text.Length < text.Length)
        {
            _text = new byte[Math.Max(512, text.Length)];
        }

        if (_states.Length < schema.LeafCount)
        {
            _states = new ValueState[schema.LeafCount];
            _starts = new int[schema.LeafCount];
            _lengths = new int[schema.LeafCount];
        }

        text.CopyTo(_text);
        _length = text.Length;
        _firstLeaf = schema.FirstLeaf;
        _leafCount = schema.LeafCount;
        Groups = groups;
        Stamp++;
        record.States.AsSpan(_firstLeaf, _leafCount).CopyTo(_states);
        record.Lengths.AsSpan(_firstLeaf, _leafCount).CopyTo(_lengths);
        for (int i = 0; i < _leafCount; i++)
        {
            _starts[i] = record.Starts[_firstLeaf + i] - open;
        }
    }

    /// <summary>True when these bytes begin with the struct. No object is the beginning of another: the struct ends there.</summary>
    public bool IsAtStartOf(StructNode node, ReadOnlySpan<byte> bytes) =>
        _length > 0 && _firstLeaf == node.Schema!.FirstLeaf && bytes.StartsWith(_text.AsSpan(0, _length));

    /// <summary>Puts into a record what scanning the struct at a position would find; returns the position of its closing brace.</summary>
    public int Put(ScannedRecord record, int open)
    {
        _states.AsSpan(0, _leafCount).CopyTo(record.States.AsSpan(_firstLeaf));
        _lengths.AsSpan(0, _leafCount).CopyTo(record.Lengths.AsSpan(_firstLeaf));
        var starts = record.Starts.AsSpan(_firstLeaf, _leafCount);
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = _starts[i] + open;
        }

        record.GroupsMet |= Groups;
        return open + _length - 1;
    }
}
