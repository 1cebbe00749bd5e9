using System.Runtime.CompilerServices;
using TrailLake.Columns;
using TrailLake.Tables.Rows;
using static TrailLake.Index.IndexedColumn;

namespace TrailLake.Index;

/// <summary>
/// Collects the terms of a row group and encodes them as a segment of the index. Each distinct value is met about once: entries of
/// dictionaries are distinct, and of the strings in JSON texts the recent ones are known again. Not safe for concurrent use.
/// </summary>
sealed partial class TermCollector
{
    const int RecentCount = 1 << 15;
    const ulong RuleStep = 0x1357;

    // Parts of values: whole values have parts of their own, so that the two must not be taken for one another.
    const TermRule Derived = (TermRule)6;

    readonly IndexSegmentEncoder _encoder = new();
    readonly EntryGranules _entries = new();

    // Hashes of values met lately, by rule: the same value has other terms under another rule. Zero is free. With each the number of its
    // posting: met in further granules, it gets them.
    readonly ulong[] _recent = new ulong[RecentCount];
    readonly int[] _recentPostings = new int[RecentCount];
    ulong[] _ids = new ulong[1024];
    Posting[] _postings = new Posting[1024];
    byte[] _unescaped = [];
    ulong _salt; // of the place where the values stand that are being added
    ulong _granules; // those of the value that is being added
    int _idCount;
    int _postingCount;

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => (8L * _ids.Length) + (16L * _postings.Length) + _entries.MemoryHeld + _encoder.MemoryHeld;

    /// <summary>Begins a row group.</summary>
    public void Begin()
    {
        _idCount = 0;
        _postingCount = 0;
        Array.Clear(_recent);
    }

    /// <summary>Adds a whole batch, which is sealed.</summary>
    /// <param name="rows">For each row of the file's row group the row of the batch; empty when the batch's order was kept.</param>
    public void Add(ColumnBatch batch, ReadOnlySpan<int> rows)
    {
        _entries.Begin(rows, batch.RowCount);
        foreach (var indexed in IndexedColumn.All)
        {
            var column = batch.Text(indexed.Id);
            if (column.EntryCount == 0)
            {
                continue;
            }

            _salt = IndexTerms.Salt(indexed.Place);
            var granules = indexed.Rule == TermRule.Id ? default : _entries.Find(column);
            if (indexed.Rule == TermRule.Json)
            {
                AddJson(column.Arena, column.EntryEnds, granules);
                continue;
            }

            for (int entry = 0; entry < column.EntryCount; entry++)
            {
                _granules = granules.IsEmpty ? 0 : granules[entry];
                Add(column.Entry(entry), indexed.Rule);
            }
        }
    }

    /// <summary>Adds a value of a column.</summary>
    /// <param name="granule">Where in the row group it stands; see <see cref="RowGranules"/>.</param>
    public void Add(ReadOnlySpan<byte> value, IndexedColumn column, int granule)
    {
        _salt = IndexTerms.Salt(column.Place);
        _granules = 1UL << granule;
        if (column.Rule == TermRule.Json)
        {
            AddJson(value, [value.Length], [_granules]);
        }
        else
        {
            Add(value, column.Rule);
        }
    }

    /// <summary>Encodes the row group's terms; the bytes are good until the next row group is encoded.</summary>
    /// <param name="segment">What a reader must know to find a term: the numbers of distinct terms.</param>
    public ReadOnlySpan<byte> Encode(ulong salt, out IndexSegment segment) =>
        _encoder.Encode(_ids.AsSpan(0, _idCount), _postings.AsSpan(0, _postingCount), salt, out segment);

    void Add(ReadOnlySpan<byte> value, TermRule rule)
    {
        if (value.IsEmpty)
        {
            // Nobody looks for it.
            return;
        }

        if (rule == TermRule.Id)
        {
            AddId(Hash(value));
        }
        else if (AddTerm(Hash(value), rule))
        {
            AddParts(value, rule);
        }
    }

    void AddParts(ReadOnlySpan<byte> value, TermRule rule)
    {
        if (rule is TermRule.Name or TermRule.Resource)
        {
            AddPart(IndexTerms.LastPart(value));
            AddHead(value);
        }

        if (rule == TermRule.Resource)
        {
            AddResourceParts(value);
        }
        else if (rule == TermRule.Address)
        {
            AddNetworks(value);
        }
    }

    void AddResourceParts(ReadOnlySpan<byte> value)
    {
        for (int number = 1; number <= IndexTerms.MostSlashes; number++)
        {
            var part = IndexTerms.UpToSlash(value, number);
            if (part.Length == value.Length)
            {
                break;
            }

            AddPart(part);
        }

        for (int at = value.IndexOf(":::"u8); at >= 0; at = value.IndexOf(":::"u8))
        {
            AddPart(IndexTerms.UpToSlash(value[(at + 3)..], 1));
            value = value[(at + 1)..];
        }
    }

    void AddNetworks(ReadOnlySpan<byte> value)
    {
        // A name of a service also has a last part, as any name that calls came from.
        if (!IndexTerms.TryParseAddress(value, out var address))
        {
            return;
        }

        foreach (byte bits in IndexTerms.NetworkSizes(address.AddressFamily))
        {
            AddTerm(IndexTerms.InPlace(IndexTerms.NetworkHash(address, bits), _salt), Derived);
        }
    }

    void AddHead(ReadOnlySpan<byte> value)
    {
        if (IndexTerms.HasHead(value))
        {
            AddPart(IndexTerms.Head(value));
        }
    }

    void AddPart(ReadOnlySpan<byte> part) => AddTerm(Hash(part), Derived);

    ulong Hash(ReadOnlySpan<byte> value) => IndexTerms.InPlace(IndexTerms.Hash(value), _salt);

    // Adds a term unless it was met lately in the same granules; true when what is derived from it has to be added too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool AddTerm(ulong hash, TermRule rule)
    {
        // One hash has another slot under each rule, so that it is compared with itself under the same rule only.
        int slot = (int)((hash + ((ulong)rule * RuleStep)) & (RecentCount - 1));
        if (_recent[slot] != hash)
        {
            _recent[slot] = hash;
            _recentPostings[slot] = Append(hash);
            return true;
        }

        ref var met = ref _postings[_recentPostings[slot]];
        if ((_granules & ~met.Granules) == 0)
        {
            return false;
        }

        met = new Posting(hash, met.Granules | _granules);
        return true;
    }

    void AddId(ulong hash)
    {
        if (_idCount == _ids.Length)
        {
            Array.Resize(ref _ids, _idCount * 2);
        }

        _ids[_idCount++] = hash;
    }

    int Append(ulong hash)
    {
        if (_postingCount == _postings.Length)
        {
            Array.Resize(ref _postings, _postingCount * 2);
        }

        _postings[_postingCount] = new Posting(hash, _granules);
        return _postingCount++;
    }
}
