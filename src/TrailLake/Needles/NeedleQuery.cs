using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace TrailLake.Needles;

/// <summary>
/// What is looked for in the index: any of a number of values, each in the columns (<c>resources</c> among them), in the JSON texts, or in
/// both. A value that the index cannot be asked for makes it look everywhere.
/// </summary>
public sealed class NeedleQuery
{
    const NeedlePlaces AnyColumn = NeedlePlaces.Ids | NeedlePlaces.Columns | NeedlePlaces.Resources;

    // Hashes as NeedleHash.Of gives them, each once, with the places where it is looked for.
    readonly List<(ulong Hash, NeedlePlaces Places)> _terms = [];

    /// <summary>True when the columns of every file may hold it.</summary>
    public bool IsEveryColumn { get; private set; }

    /// <summary>True when the JSON texts of every file may hold it.</summary>
    public bool IsEveryText { get; private set; }

    internal ReadOnlySpan<(ulong Hash, NeedlePlaces Places)> Terms => CollectionsMarshal.AsSpan(_terms);

    /// <summary>Places that every file may have it in.</summary>
    internal NeedlePlaces Everywhere => (IsEveryColumn ? AnyColumn : NeedlePlaces.None) | (IsEveryText ? NeedlePlaces.Texts : NeedlePlaces.None);

    /// <summary>The whole value of a column.</summary>
    public NeedleQuery Value(string value) => AddColumn(value, static text => text);

    /// <summary>
    /// A name in a column: the whole value; the end of an ARN or principal id behind <c>/</c> or <c>:</c>; the bucket in the ARN of an object.
    /// </summary>
    public NeedleQuery Name(string name) => AddColumn(name, static text => text)
        .AddColumn(name, NeedleTerms.LastPart)
        .AddColumn(name, static text => NeedleTerms.UpToSlash(text, 1));

    /// <summary>A principal id in a column: the whole value, or what stands before a colon in it.</summary>
    public NeedleQuery Principal(string id) => AddColumn(id, static text => text).AddColumn(id, NeedleTerms.Head);

    /// <summary>The ARN of a resource, or one that a resource's ARN continues behind a slash.</summary>
    public NeedleQuery Resource(string arn) => AddColumn(arn, static text => text)
        .AddColumn(arn, static text => NeedleTerms.UpToSlash(text, NeedleTerms.MostSlashes));

    /// <summary>An address of a network.</summary>
    public NeedleQuery Network(IPNetwork network)
    {
        foreach (byte bits in NeedleTerms.Networks(network.BaseAddress.AddressFamily))
        {
            if (network.PrefixLength >= bits)
            {
                Add(NeedleTerms.Network(network.BaseAddress, bits), NeedlePlaces.Columns);
                return this;
            }
        }

        IsEveryColumn = true;
        return this;
    }

    /// <summary>A whole string in JSON; also an account in an ARN, an address before <c>/32</c>.</summary>
    public NeedleQuery Text(string text) => AddText(text, static value => value);

    /// <summary>
    /// A value in JSON, as <c>->></c> gives it: like <see cref="Text"/>, but numbers, true, false, null, objects and lists are no strings there,
    /// and the index knows strings only.
    /// </summary>
    public NeedleQuery Json(string value)
    {
        if (value.Length == 0 || value[0] is '{' or '[' || value is "true" or "false" or "null" || double.TryParse(value, CultureInfo.InvariantCulture, out _))
        {
            IsEveryText = true;
            return this;
        }

        return Text(value);
    }

    /// <summary>A name in JSON: a whole string, or the end of an ARN behind <c>/</c> or <c>:</c>.</summary>
    public NeedleQuery NameInTexts(string name) => AddText(name, static value => value).AddText(name, NeedleTerms.LastPart);

    /// <summary>A principal id in JSON: a whole string, or what stands before a colon in it.</summary>
    public NeedleQuery PrincipalInTexts(string id) => AddText(id, static value => value).AddText(id, NeedleTerms.Head);

    /// <summary>Looks into the columns of every file.</summary>
    public NeedleQuery EveryColumn()
    {
        IsEveryColumn = true;
        return this;
    }

    delegate ReadOnlySpan<byte> Part(ReadOnlySpan<byte> value);

    NeedleQuery AddColumn(string value, Part part)
    {
        if (!NeedleText.IsSearchable(value))
        {
            IsEveryColumn = true;
            return this;
        }

        Add(NeedleHash.Of(part(Encoding.UTF8.GetBytes(value))), AnyColumn);
        return this;
    }

    NeedleQuery AddText(string value, Part part)
    {
        if (!NeedleText.IsSearchableInJson(value))
        {
            IsEveryText = true;
            return this;
        }

        Add(NeedleHash.Of(part(Encoding.UTF8.GetBytes(value))), NeedlePlaces.Texts);
        return this;
    }

    void Add(ulong hash, NeedlePlaces places)
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
}
