using TrailLake.Index;

namespace TrailLake.Query.Search;

/// <summary>Events that are looked for: those for which any of some terms holds.</summary>
sealed record SearchCondition(IReadOnlyList<SearchTerm> Terms)
{
    /// <summary>All terms as one condition for WHERE.</summary>
    public string Sql => AnyOf(Terms.Select(term => term.Sql));

    /// <summary>A condition over columns of their own.</summary>
    /// <param name="columns">Paths of the columns, all indexed, of which one must hold one of the texts for the condition to hold.</param>
    public static SearchCondition OfColumns(IndexQuery indexQuery, string sql, IEnumerable<string> columns, IEnumerable<string> texts) =>
        new([SearchTerm.OfColumns(indexQuery, sql, [.. columns], texts)]);

    /// <summary>Conditions of which one must hold.</summary>
    public static string AnyOf(IEnumerable<string> conditions) =>
        string.Join(" OR ", conditions) is { Length: > 0 } any ? $"({any})" : "false";
}
