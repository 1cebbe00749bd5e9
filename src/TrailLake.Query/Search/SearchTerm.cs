using TrailLake.Index;

namespace TrailLake.Query.Search;

/// <summary>One of the ways in which an event can be one that is looked for.</summary>
/// <param name="Sql">A condition over the columns of <c>events</c>.</param>
/// <param name="IndexQuery">What the index is asked, which must find whatever the condition finds; null when the index does not
/// know.</param>
/// <param name="Places">Where the condition looks.</param>
/// <param name="Pattern">What must stand in an event for the condition to hold; null when that is not known.</param>
/// <param name="Within">Files that can have such events whatever the index says; null for all.</param>
sealed record SearchTerm(
    string Sql, IndexQuery? IndexQuery, IndexPlaces Places, EventBytePattern? Pattern, Func<LakeFile, bool>? Within = null)
{
    /// <summary>The JSON texts that can be searched, and the place of each.</summary>
    public static (string Column, IndexPlaces Place)[] Texts { get; } =
    [
        ("requestParameters", IndexPlaces.Request), ("responseElements", IndexPlaces.Response),
        ("additionalEventData", IndexPlaces.Details), ("serviceEventDetails", IndexPlaces.Details),
    ];

    /// <summary>A term over columns of their own.</summary>
    /// <param name="columns">Paths of the columns, all indexed, of which one must hold one of the texts for the condition to hold.</param>
    public static SearchTerm OfColumns(IndexQuery indexQuery, string sql, IReadOnlyList<string> columns, IEnumerable<string> texts) => new(
        sql,
        indexQuery,
        columns.Aggregate(IndexPlaces.None, (places, column) => places | LakeIndex.PlaceOf(EventBytePattern.ColumnOf(column))),
        EventBytePattern.Of(columns, texts));

    /// <summary>True when a file can have such events.</summary>
    /// <param name="find">Asks the index: what, and in which places.</param>
    public bool CanHold(LakeFile file, Func<IndexQuery, IndexPlaces> find) =>
        Within?.Invoke(file) != false && (IndexQuery is null || (find(IndexQuery) & Places) != 0);
}
