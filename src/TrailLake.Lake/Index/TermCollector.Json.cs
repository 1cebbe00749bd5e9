using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrailLake.Scanning;
using static TrailLake.Index.IndexedColumn;

namespace TrailLake.Index;

sealed partial class TermCollector
{
    /// <summary>
    /// Finds the strings of JSON texts that are values: what stands between two quotes of which the second is followed by a comma or a
    /// closing bracket. Quotes are not told from escaped ones, nor openings from closings: so the strings of JSON within a string are found
    /// too, and between <c>"a":"b"</c> also <c>:</c>, which begins with a character that no searched value begins with.
    /// <code>
    /// {"name":"x","policy":"{\"AWS\":\"123456789012\"}","n":1}
    ///         └─┘                    └────────────┘       found: x and 123456789012\, whose last backslash belongs to the quote
    /// </code>
    /// </summary>
    /// <param name="ends">For each of the texts the position after its last byte.</param>
    /// <param name="granules">Those in which each of the texts stands.</param>
    // What is taken for a string across the border of two texts is a term too many, never one too few.
    void AddJson(ReadOnlySpan<byte> json, ReadOnlySpan<int> ends, ReadOnlySpan<ulong> granules)
    {
        int entry = 0;
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
                    if (text.Length > 0 && !IndexTerms.IsBetweenStrings(text[0]))
                    {
                        while (ends[entry] <= opened)
                        {
                            entry++;
                        }

                        _granules = granules[entry];
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

        if (AddTerm(Hash(text), TermRule.Json))
        {
            AddTextParts(text);
        }
    }

    void AddTextParts(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("https://"u8))
        {
            // A queue is named by its URL: what it is asked for by is the name at the end.
            AddPart(IndexTerms.LastPart(text));
            return;
        }

        if (text.StartsWith("arn:"u8))
        {
            AddPart(IndexTerms.LastPart(text));
            foreach (var part in text.Split((byte)':'))
            {
                AddAccount(text[part]);
            }

            return;
        }

        AddHead(text);
        AddAccount(IndexTerms.Head(text));
        var host = IndexTerms.WithoutHostSize(text);
        if (host.Length < text.Length)
        {
            AddPart(host);
        }
    }

    void AddAccount(ReadOnlySpan<byte> part)
    {
        if (IndexTerms.IsAccount(part))
        {
            AddPart(part);
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
}
