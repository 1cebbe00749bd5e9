using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrailLake.Columns;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>
/// Collects the terms of a row group and encodes them as a section of the index. Each distinct value is met about once: entries of
/// dictionaries are distinct, and of the strings in JSON texts the recent ones are known again. Not safe for concurrent use.
/// </summary>
sealed class NeedleCollector
{
    const int RecentCount = 1 << 15;
    const ulong RuleStep = 0x1357;

    // Parts of values: whole values have parts of their own, so that the two must not be taken for one another.
    const NeedleRule Derived = (NeedleRule)6;

    readonly NeedleSectionEncoder _encoder = new();

    // Hashes of values met lately, by rule: the same value has other terms under another rule. Zero is free.
    readonly ulong[] _recent = new ulong[RecentCount];
    ulong[] _terms = new ulong[1024];
    byte[] _unescaped = [];
    ulong _salt; // of the place where the values stand that are being added
    int _count;

    /// <summary>Bytes that the buffers hold on to.</summary>
    public long MemoryHeld => (8L * _terms.Length) + _encoder.MemoryHeld;

    /// <summary>Begins a row group.</summary>
    public void Begin()
    {
        _count = 0;
        Array.Clear(_recent);
    }

    /// <summary>Adds a whole batch, which is sealed.</summary>
    public void Add(ColumnBatch batch)
    {
        foreach (var indexed in NeedleColumns.All)
        {
            var column = batch.Text(indexed.Id);
            if (indexed.Rule == NeedleRule.Json)
            {
                _salt = NeedleHash.Salt(indexed.Place);

                // Entries stand one after the other. What is taken for a string across the border of two is a term too many, never one too few.
                AddJson(column.Arena);
                continue;
            }

            for (int entry = 0; entry < column.EntryCount; entry++)
            {
                Add(column.Entry(entry), indexed);
            }
        }
    }

    /// <summary>Adds a value of a column.</summary>
    public void Add(ReadOnlySpan<byte> value, NeedleColumn column)
    {
        if (value.IsEmpty)
        {
            // Nobody looks for it.
            return;
        }

        var rule = column.Rule;
        _salt = NeedleHash.Salt(column.Place);
        if (rule == NeedleRule.Json)
        {
            AddJson(value);
            return;
        }

        ulong hash = Hash(value);
        if (rule == NeedleRule.Id)
        {
            Append(hash);
            return;
        }

        if (!IsNew(hash, rule))
        {
            return;
        }

        Append(hash);
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

    /// <summary>Encodes the row group's terms; the bytes are good until the next row group is encoded.</summary>
    /// <param name="buckets">What a reader must know to find a term; the number of distinct terms.</param>
    public ReadOnlySpan<byte> Encode(ulong salt, out int buckets) => _encoder.Encode(_terms.AsSpan(0, _count), salt, out buckets);

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

    /// <summary>
    /// Finds the strings of JSON texts that are values: what stands between two quotes of which the second is followed by a comma or a
    /// closing bracket. Quotes are not told from escaped ones, nor openings from closings: so the strings of JSON within a string are found
    /// too, and between <c>"a":"b"</c> also <c>:</c>, which begins with a character that no searched value begins with.
    /// <code>
    /// {"name":"x","policy":"{\"AWS\":\"123456789012\"}","n":1}
    ///         └─┘                    └────────────┘       found: x and 123456789012\, whose last backslash belongs to the quote
    /// </code>
    /// </summary>
    void AddJson(ReadOnlySpan<byte> json)
    {
        int opened = -1;
        int backslash = -1;
        ref byte start = ref MemoryMarshal.GetReference(json);
        Span<byte> tail = stackalloc byte[BlockMasks.BlockLength];
        for (int block = 0; block < json.Length; block += BlockMasks.BlockLength)
        {
            bool isWhole = json.Length - block >= BlockMasks.BlockLength;
            if (!isWhole)
            {
                tail.Clear();
                json[block..].CopyTo(tail);
            }

            var masks = isWhole ? BlockMasks.Of(ref Unsafe.Add(ref start, block)) : BlockMasks.Of(ref MemoryMarshal.GetReference(tail));
            ulong backslashes = masks.Backslashes;
            for (ulong quotes = masks.Quotes; quotes != 0; quotes &= quotes - 1)
            {
                int bit = BitOperations.TrailingZeroCount(quotes);
                int closed = block + bit;
                ulong before = backslashes & ((1UL << bit) - 1);
                if (before != 0)
                {
                    backslash = block + BitOperations.Log2(before);
                }

                if (opened >= 0 && EndsValue(json, closed + 1))
                {
                    var text = json.Slice(opened + 1, closed - opened - 1);
                    if (text.Length > 0 && !NeedleText.IsBetweenStrings(text[0]))
                    {
                        AddText(text, backslash > opened);
                    }
                }

                opened = closed;
            }

            if (backslashes != 0)
            {
                backslash = block + BitOperations.Log2(backslashes);
            }
        }
    }

    // Some archives are printed with blanks between the tokens.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool EndsValue(ReadOnlySpan<byte> json, int next)
    {
        while ((uint)next < (uint)json.Length && json[next] <= ' ')
        {
            next++;
        }

        return (uint)next < (uint)json.Length && (json[next] is (byte)',' or (byte)'}' or (byte)']');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddText(ReadOnlySpan<byte> text, bool hasBackslash)
    {
        if (hasBackslash)
        {
            text = Unescape(text);
        }

        ulong hash = Hash(text);
        if (IsNew(hash, NeedleRule.Json))
        {
            Append(hash);
            AddTextParts(text);
        }
    }

    void AddTextParts(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("arn:"u8))
        {
            AddDerived(Hash(NeedleTerms.LastPart(text)));
            foreach (var part in text.Split((byte)':'))
            {
                AddAccount(text[part]);
            }

            return;
        }

        if (NeedleTerms.HasHead(text))
        {
            AddDerived(Hash(NeedleTerms.Head(text)));
        }

        AddAccount(NeedleTerms.Head(text));
        var host = NeedleTerms.WithoutHostSize(text);
        if (host.Length < text.Length)
        {
            AddDerived(Hash(host));
        }
    }

    void AddAccount(ReadOnlySpan<byte> part)
    {
        if (NeedleTerms.IsAccount(part))
        {
            AddDerived(Hash(part));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text)
    {
        // Of an odd number of backslashes at the end, the last one escapes the quote behind it.
        int slashes = text.Length - 1 - text.LastIndexOfAnyExcept((byte)'\\');
        text = text[..^(slashes & 1)];
        if (_unescaped.Length < text.Length)
        {
            _unescaped = new byte[BitOperations.RoundUpToPowerOf2((uint)text.Length)];
        }

        // The records were checked when they were scanned; what is no JSON (across the border of two texts) cannot be searched for either.
        JsonUnescape.Unescape(text, _unescaped, out int written);
        return _unescaped.AsSpan(0, written);
    }

    ulong Hash(ReadOnlySpan<byte> value) => NeedleHash.In(NeedleHash.Of(value), _salt);

    void AddDerived(ulong hash)
    {
        if (IsNew(hash, Derived))
        {
            Append(hash);
        }
    }

    // One hash has another place under each rule, so that it is compared with itself under the same rule only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool IsNew(ulong hash, NeedleRule rule)
    {
        ref ulong slot = ref _recent[(int)((hash + ((ulong)rule * RuleStep)) & (RecentCount - 1))];
        if (slot == hash)
        {
            return false;
        }

        slot = hash;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Append(ulong hash)
    {
        if (_count == _terms.Length)
        {
            Array.Resize(ref _terms, _count * 2);
        }

        _terms[_count++] = hash;
    }
}
