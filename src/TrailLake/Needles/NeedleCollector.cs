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

    // Hashes of values met lately, by rule: the same value has other terms under another rule. Zero is free. With each the number of its term
    // in _placed: met in further granules, it gets them.
    readonly ulong[] _recent = new ulong[RecentCount];
    readonly int[] _recentTerms = new int[RecentCount];
    NeedleTerm[] _ids = new NeedleTerm[1024];
    PlacedTerm[] _placed = new PlacedTerm[1024];
    byte[] _unescaped = [];
    ulong _salt; // of the place where the values stand that are being added
    ulong _granules; // those of the value that is being added
    int _idCount;
    int _placedCount;

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => (8L * _ids.Length) + (16L * _placed.Length) + _entries.MemoryHeld + _encoder.MemoryHeld;

    /// <summary>Begins a row group.</summary>
    public void Begin()
    {
        _idCount = 0;
        _placedCount = 0;
        Array.Clear(_recent);
    }

    /// <summary>Adds a whole batch, which is sealed.</summary>
    /// <param name="rows">For each row of the file's row group the row of the batch; empty when the batch's order was kept.</param>
    public void Add(ColumnBatch batch, ReadOnlySpan<int> rows)
    {
        _entries.Begin(rows, batch.RowCount);
        foreach (var indexed in NeedleColumns.All)
        {
            var column = batch.Text(indexed.Id);
            if (column.EntryCount == 0)
            {
                continue;
            }

            _salt = NeedleHash.Salt(indexed.Place);
            if (indexed.Rule == NeedleRule.Id)
            {
                AddIds(column);
                continue;
            }

            var granules = _entries.Find(column);
            if (indexed.Rule == NeedleRule.Json)
            {
                AddJson(column.Arena, column.EntryEnds, granules);
                continue;
            }

            for (int entry = 0; entry < column.EntryCount; entry++)
            {
                _granules = granules[entry];
                Add(column.Entry(entry), indexed.Rule);
            }
        }
    }

    /// <summary>Adds a value of a column.</summary>
    /// <param name="granule">Where in the row group it stands; see <see cref="NeedleGranules"/>.</param>
    public void Add(ReadOnlySpan<byte> value, NeedleColumn column, int granule)
    {
        _salt = NeedleHash.Salt(column.Place);
        _granules = 1UL << granule;
        switch (column.Rule)
        {
            case NeedleRule.Id:
                AddId(value);
                break;
            case NeedleRule.Json:
                AddJson(value, [value.Length], [_granules]);
                break;
            default:
                Add(value, column.Rule);
                break;
        }
    }

    /// <summary>Encodes the row group's terms; the bytes are good until the next row group is encoded.</summary>
    /// <param name="shape">What a reader must know to find a term: the numbers of distinct terms.</param>
    public ReadOnlySpan<byte> Encode(ulong salt, out NeedleShape shape) =>
        _encoder.Encode(_ids.AsSpan(0, _idCount), _placed.AsSpan(0, _placedCount), salt, out shape);

    void AddIds(TextColumn column)
    {
        for (int entry = 0; entry < column.EntryCount; entry++)
        {
            AddId(column.Entry(entry));
        }
    }

    void AddId(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            // Nobody looks for it.
            return;
        }

        if (_idCount == _ids.Length)
        {
            Array.Resize(ref _ids, _idCount * 2);
        }

        _ids[_idCount++] = new NeedleTerm(Hash(value));
    }

    void Add(ReadOnlySpan<byte> value, NeedleRule rule)
    {
        // Nobody looks for an empty one.
        if (value.IsEmpty || !AddPlaced(Hash(value), rule))
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

    void AddDerived(ulong hash) => AddPlaced(hash, Derived);

    // Adds a term unless it was met lately in the same granules; true when what is derived from it has to be added too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool AddPlaced(ulong hash, NeedleRule rule)
    {
        int slot = Slot(hash, rule);
        if (_recent[slot] != hash)
        {
            _recent[slot] = hash;
            _recentTerms[slot] = Append(hash);
            return true;
        }

        ref var met = ref _placed[_recentTerms[slot]];
        if ((_granules & ~met.Granules) == 0)
        {
            return false;
        }

        met = new PlacedTerm(hash, met.Granules | _granules);
        return true;
    }

    // One hash has another place under each rule, so that it is compared with itself under the same rule only.
    static int Slot(ulong hash, NeedleRule rule) => (int)((hash + ((ulong)rule * RuleStep)) & (RecentCount - 1));

    int Append(ulong hash)
    {
        if (_placedCount == _placed.Length)
        {
            Array.Resize(ref _placed, _placedCount * 2);
        }

        _placed[_placedCount] = new PlacedTerm(hash, _granules);
        return _placedCount++;
    }
}
