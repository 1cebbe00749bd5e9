using System;
using System.Collections.Generic;
using TrailLake.Needles;

namespace TrailLake.Query.Search;

/// <summary>
/// Events that are looked for, as SQL and as what the index is asked. Events that neither of the two parts finds are not wanted.
/// </summary>
sealed record EventCondition
{
    /// <summary>Terms over columns and <c>resources</c>, of which one must hold; none for what stands in JSON texts only.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Terms over the JSON texts.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>What the index is asked; null to look into every file. Whatever the terms find, it must find too.</summary>
    public NeedleQuery? Needles { get; init; }

    /// <summary>Files whose columns are looked into whatever the index says; null for none.</summary>
    public Func<LakeFile, bool>? Always { get; init; }

    /// <summary>Both parts as one condition for WHERE.</summary>
    public string Sql => AnyOf([.. Columns, .. Texts]);

    /// <summary>The part over columns.</summary>
    public string ColumnsSql => AnyOf(Columns);

    /// <summary>The part over JSON texts.</summary>
    public string TextsSql => AnyOf(Texts);

    /// <summary>Terms of which one must hold.</summary>
    public static string AnyOf(IReadOnlyList<string> terms) => terms.Count == 0 ? "false" : "(" + string.Join(" OR ", terms) + ")";
}
