namespace TrailLake.Schema;

/// <summary>One leaf column of the events table.</summary>
/// <param name="Id">Which column; its number is the index in <see cref="CloudTrailSchema.Leaves"/>.</param>
/// <param name="Path">Dotted path, such as <c>userIdentity.sessionContext.attributes</c>; a list's element is named as the list.</param>
/// <param name="Name">Last part of the path: the key in the record.</param>
/// <param name="Kind">What the column holds.</param>
/// <param name="MaxDefinition">Definition level of a value that is there.</param>
/// <param name="MaxRepetition">1 inside a list, else 0.</param>
/// <param name="Distinct">True when nearly every row has a value of its own (event and request ids): never kept as a dictionary.</param>
/// <param name="HasBloomFilter">True when people search a single value of it over years: such a column gets a filter for each row
/// group.</param>
/// <param name="Description">One line for the documentation.</param>
sealed record ColumnSpec(
    FieldId Id,
    string Path,
    string Name,
    ColumnKind Kind,
    int MaxDefinition,
    int MaxRepetition,
    bool Distinct,
    bool HasBloomFilter,
    string Description)
{
    /// <summary>Index (0-based) in <see cref="CloudTrailSchema.Leaves"/>.</summary>
    public int Index => (int)Id;
}
