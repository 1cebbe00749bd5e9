using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace TrailLake.Index;

/// <summary>
/// A query to the index: any of a number of values, each in the columns (<c>resources</c> among them), in the JSON texts, or in
/// both. A value that the index cannot be asked for makes it look everywhere.
/// </summary>
sealed class IndexQuery
{
    const IndexPlaces AnyColumn = IndexPlaces.Ids | IndexPlaces.Columns | IndexPlaces.Resources;

    // Hashes whatever the place, each once, with the places where it is looked for.
    readonly List<(ulong Hash, IndexPlaces Places)> _terms = [];

    delegate ReadOnlySpan<byte> Part(ReadOnlySpan<byte> value);

    /// <summary>True when the columns of every file may hold it.</summary>
    public bool IsEveryColumn { get; private set; }

    /// <summary>True when the JSON texts of every file may hold it.</summary>
    public bool IsEveryText { get; private set; }

    internal ReadOnlySpan<(ulong Hash, IndexPlaces Places)> Terms => CollectionsMarshal.AsSpan(_terms);

    /// <summary>Places that every file may have it in.</summary>
    internal IndexPlaces Everywhere =>
        (IsEveryColumn ? AnyColumn : IndexPlaces.None) | (IsEveryText ? IndexPlaces.Texts : IndexPlaces.None);

    /// <summary>The whole value of a column.</summary>
    public IndexQuery Value(string value) => InColumns(value);

    /// <summary>
    /// A name in a column: the whole value; the end of an ARN or principal id behind <c>/</c> or <c>:</c>; the bucket in an object's ARN.
    /// </summary>
    public IndexQuery Name(string name) => InColumns(name, IndexTerms.LastPart, static value => IndexTerms.UpToSlash(value, 1));

    /// <summary>A principal id in a column: the whole value, or what stands before a colon in it.</summary>
    public IndexQuery Principal(string id) => InColumns(id, IndexTerms.Head);

    /// <summary>The ARN of a resource, or one that a resource's ARN continues behind a slash.</summary>
    public IndexQuery Resource(string arn) => InColumns(arn, static value => IndexTerms.UpToSlash(value, IndexTerms.MostSlashes));

    /// <summary>An address of a network.</summary>
    public IndexQuery Network(IPNetwork network)
    {
        foreach (byte bits in IndexTerms.NetworkSizes(network.BaseAddress.AddressFamily))
        {
            if (network.PrefixLength >= bits)
            {
                Add(IndexTerms.NetworkHash(network.BaseAddress, bits), IndexPlaces.Columns);
                return this;
            }
        }

        return EveryColumn();
    }

    /// <summary>A whole string in JSON; also an account in an ARN, an address before <c>/32</c>.</summary>
    public IndexQuery Text(string text) => InTexts(text);

    /// <summary>
    /// A value in JSON, as <c>->></c> gives it: like <see cref="Text"/>, but numbers, true, false, null, objects and lists are no strings
    /// there, and the index knows strings only.
    /// </summary>
    public IndexQuery Json(string value)
    {
        bool isString = value.Length > 0 && value[0] is not ('{' or '[') && value is not ("true" or "false" or "null")
            && !double.TryParse(value, CultureInfo.InvariantCulture, out _);
        return isString ? Text(value) : EveryText();
    }

    /// <summary>A name in JSON: a whole string, or the end of an ARN behind <c>/</c> or <c>:</c>.</summary>
    public IndexQuery NameInTexts(string name) => InTexts(name, IndexTerms.LastPart);

    /// <summary>A principal id in JSON: a whole string, or what stands before a colon in it.</summary>
    public IndexQuery PrincipalInTexts(string id) => InTexts(id, IndexTerms.Head);

    /// <summary>Looks into the columns of every file.</summary>
    public IndexQuery EveryColumn()
    {
        IsEveryColumn = true;
        return this;
    }

    IndexQuery EveryText()
    {
        IsEveryText = true;
        return this;
    }

    IndexQuery InColumns(string value, params ReadOnlySpan<Part> parts) =>
        IsWellFormed(value) ? Add(value, AnyColumn, parts) : EveryColumn();

    IndexQuery InTexts(string value, params ReadOnlySpan<Part> parts) =>
        IsIndexedInJson(value) ? Add(value, IndexPlaces.Texts, parts) : EveryText();

    // The whole value and parts of it.
    IndexQuery Add(string value, IndexPlaces places, ReadOnlySpan<Part> parts)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Add(IndexTerms.Hash(bytes), places);
        foreach (var part in parts)
        {
            Add(IndexTerms.Hash(part(bytes)), places);
        }

        return this;
    }

    void Add(ulong hash, IndexPlaces places)
    {
        int known = _terms.FindIndex(term => term.Hash == hash);
        if (known < 0)
        {
            _terms.Add((hash, places));
        }
        else
        {
            _terms[known] = (hash, _terms[known].Places | places);
        }
    }

    // A text whose UTF-8 is the text and not a replacement: a column's value can be compared with it.
    static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    // A quote would part it, a control character stands in several spellings, and what begins like JSON's punctuation is passed over.
    static bool IsIndexedInJson(string text) => text.Length > 0 && text[0] > ' '
        && !(text[0] < 128 && IndexTerms.IsBetweenStrings((byte)text[0]))
        && !text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAny('"', '\u007f')
        && IsWellFormed(text);
}
