using TrailLake.Schema;

namespace TrailLake.Needles;

/// <summary>A column that is indexed.</summary>
/// <param name="Id">The column.</param>
/// <param name="Rule">Which terms its values have.</param>
/// <param name="Place">Where a search finds them.</param>
readonly record struct NeedleColumn(FieldId Id, NeedleRule Rule, NeedlePlaces Place = NeedlePlaces.Columns);
