namespace TrailLake.Schema;

/// <summary>One leaf column of the events table.</summary>
/// <param name="Id">Which column; its number is the index in <see cref="CloudTrailSchema.Leaves"/>.</param>
/// <param name="Name">Last part of the path: the key in the record.</param>
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
    string Description) : LeafSpec(Path, Kind, MaxDefinition, MaxRepetition, Distinct, HasBloomFilter)
{
    /// <summary>Index (0-based) in <see cref="CloudTrailSchema.Leaves"/>.</summary>
    public int Index => (int)Id;
}
