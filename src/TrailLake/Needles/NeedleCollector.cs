using System;
using System.Runtime.CompilerServices;
using TrailLake.Columns;

namespace TrailLake.Needles;

/// <summary>
/// Collects the terms of a row group and encodes them as a section of the index. Each distinct value is met about once: entries of
/// dictionaries are distinct, and of the strings in JSON texts the recent ones are known again. Not safe for concurrent use.
/// </summary>
sealed partial class NeedleCollector
{
    const int RecentCount = 1 << 15;
    const ulong RuleStep = 0x1357;

    // Parts of values: whole values have parts of their own, so that the two must not be taken for one another.
    const NeedleRule Derived = (NeedleRule)6;

    readonly NeedleSectionEncoder _encoder = new();
    readonly EntryGranules _entries = new();

    // Hashes of values met lately, by rule: the same value has other terms under another rule. Zero is free. Those that have granules are kept
    // apart, with the place of their term in _texts: met in further granules, it gets them.
    readonly ulong[] _recent = new ulong[RecentCount];
    readonly ulong[] _recentTexts = new ulong[RecentCount];
    readonly int[] _recentPlaces = new int[RecentCount];
    NeedleTerm[] _columns = new NeedleTerm[1024];
    PlacedTerm[] _texts = new PlacedTerm[256];
    byte[] _unescaped = [];
    ulong _salt; // of the place where the values stand that are being added
    bool _isPlaced; // whether their terms have granules
    ulong _granules; // those of the value that is being added
    int _columnCount;
    int _textCount;

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => (8L * _columns.Length) + (16L * _texts.Length) + _entries.MemoryHeld + _encoder.MemoryHeld;

    /// <summary>Begins a row group.</summary>
    public void Begin()
    {
        _columnCount = 0;
        _textCount = 0;
        Array.Clear(_recent);
        Array.Clear(_recentTexts);
    }

    /// <summary>Adds a whole batch, which is sealed and says where its rows stand in the file.</summary>
    public void Add(ColumnBatch batch)
    {
        _entries.Begin(batch.Placement.Rows, batch.RowCount);
        foreach (var indexed in NeedleColumns.All)
        {
            var column = batch.Text(indexed.Id);
            if (column.EntryCount == 0)
            {
                continue;
            }

            Begin(indexed.Place);
            var granules = _isPlaced ? _entries.Find(column) : [];
            if (indexed.Rule == NeedleRule.Json)
            {
                AddJson(column.Arena, column.EntryEnds, granules);
                continue;
            }

            for (int entry = 0; entry < column.EntryCount; entry++)
            {
                _granules = _isPlaced ? granules[entry] : 0;
                Add(column.Entry(entry), indexed.Rule);
            }
        }
    }

    /// <summary>Adds a value of a column.</summary>
    /// <param name="granule">Where in the row group it stands; see <see cref="NeedleGranules"/>.</param>
    public void Add(ReadOnlySpan<byte> value, NeedleColumn column, int granule)
    {
        Begin(column.Place);
        _granules = 1UL << granule;
        if (column.Rule == NeedleRule.Json)
        {
            AddJson(value, [value.Length], [_granules]);
        }
        else
        {
            Add(value, column.Rule);
        }
    }

    /// <summary>Encodes the row group's terms; the bytes are good until the next row group is encoded.</summary>
    /// <param name="shape">What a reader must know to find a term: the numbers of distinct terms.</param>
    public ReadOnlySpan<byte> Encode(ulong salt, out NeedleShape shape) =>
        _encoder.Encode(_columns.AsSpan(0, _columnCount), _texts.AsSpan(0, _textCount), salt, out shape);

    void Begin(NeedlePlaces place)
    {
        _salt = NeedleHash.Salt(place);
        _isPlaced = place != NeedlePlaces.Columns;
    }

    void Add(ReadOnlySpan<byte> value, NeedleRule rule)
    {
        if (value.IsEmpty)
        {
            // Nobody looks for it.
            return;
        }

        ulong hash = Hash(value);
        if (rule == NeedleRule.Id)
        {
            Append(hash);
            return;
        }

        if (!AddNew(hash, rule))
        {
            return;
        }

        switch (rule)
        {
            case NeedleRule.Name:
                AddNameParts(value);
                break;
            case NeedleRule.Resource:
                AddNameParts(value);
                AddResourceParts(value);
                break;
            case NeedleRule.Address:
                AddNetworks(value);
                break;
        }
    }

    void AddNameParts(ReadOnlySpan<byte> value)
    {
        AddDerived(Hash(NeedleTerms.LastPart(value)));
        if (NeedleTerms.HasHead(value))
        {
            AddDerived(Hash(NeedleTerms.Head(value)));
        }
    }

    void AddResourceParts(ReadOnlySpan<byte> value)
    {
        for (int number = 1; number <= NeedleTerms.MostSlashes; number++)
        {
            var part = NeedleTerms.UpToSlash(value, number);
            if (part.Length == value.Length)
            {
                break;
            }

            AddDerived(Hash(part));
        }

        for (int at = value.IndexOf(":::"u8); at >= 0;)
        {
            var rest = value[(at + 3)..];
            AddDerived(Hash(NeedleTerms.UpToSlash(rest, 1)));
            int next = value[(at + 1)..].IndexOf(":::"u8);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    void AddNetworks(ReadOnlySpan<byte> value)
    {
        // A name of a service also has a last part, as any name that calls came from.
        if (!NeedleTerms.TryParseAddress(value, out var address))
        {
            return;
        }

        foreach (byte bits in NeedleTerms.Networks(address.AddressFamily))
        {
            AddDerived(NeedleHash.In(NeedleTerms.Network(address, bits), _salt));
        }
    }

    ulong Hash(ReadOnlySpan<byte> value) => NeedleHash.In(NeedleHash.Of(value), _salt);

    void AddDerived(ulong hash) => AddNew(hash, Derived);

    // Adds a term unless it was met lately; true when what is derived from it has to be added too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool AddNew(ulong hash, NeedleRule rule)
    {
        if (_isPlaced)
        {
            return AddPlaced(hash, rule);
        }

        ref ulong slot = ref _recent[Slot(hash, rule)];
        if (slot == hash)
        {
            return false;
        }

        slot = hash;
        Append(hash);
        return true;
    }

    // As AddNew, of a term that has granules: true also when it was met, but not in these granules.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool AddPlaced(ulong hash, NeedleRule rule)
    {
        int slot = Slot(hash, rule);
        if (_recentTexts[slot] != hash)
        {
            _recentTexts[slot] = hash;
            _recentPlaces[slot] = AppendPlaced(hash);
            return true;
        }

        ref var met = ref _texts[_recentPlaces[slot]];
        if ((_granules & ~met.Granules) == 0)
        {
            return false;
        }

        met = new PlacedTerm(hash, met.Granules | _granules);
        return true;
    }

    // One hash has another place under each rule, so that it is compared with itself under the same rule only.
    static int Slot(ulong hash, NeedleRule rule) => (int)((hash + ((ulong)rule * RuleStep)) & (RecentCount - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Append(ulong hash)
    {
        if (_columnCount == _columns.Length)
        {
            Array.Resize(ref _columns, _columnCount * 2);
        }

        _columns[_columnCount++] = new NeedleTerm(hash);
    }

    int AppendPlaced(ulong hash)
    {
        if (_textCount == _texts.Length)
        {
            Array.Resize(ref _texts, _textCount * 2);
        }

        _texts[_textCount] = new PlacedTerm(hash, _granules);
        return _textCount++;
    }
}
