namespace TrailLake.Schema;

/// <summary>One leaf column of a file: what its values are encoded by.</summary>
/// <param name="Path">Dotted path, such as <c>userIdentity.sessionContext.attributes</c>; of events a list's element is named as the
/// list.</param>
/// <param name="Kind">What the column holds.</param>
/// <param name="MaxDefinition">Definition level of a value that is there.</param>
/// <param name="MaxRepetition">1 inside a list, else 0.</param>
/// <param name="Distinct">True when nearly every row has a value of its own (event and request ids): never kept as a dictionary.</param>
/// <param name="HasBloomFilter">True when people search a single value of it over years: such a column gets a filter for each row
/// group.</param>
record LeafSpec(
    string Path, ColumnKind Kind, int MaxDefinition, int MaxRepetition, bool Distinct = false, bool HasBloomFilter = false);
