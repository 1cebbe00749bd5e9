using TrailLake.Schema;

namespace TrailLake.Tables;

/// <summary>Where a value stands in a data file.</summary>
/// <param name="Column">The column.</param>
/// <param name="RowGroup">Which row group of the file, from 0.</param>
/// <param name="Row">Which row of the row group, from 0.</param>
/// <param name="Rows">Rows of the row group.</param>
readonly record struct TextLocation(FieldId Column, int RowGroup, int Row, int Rows);
