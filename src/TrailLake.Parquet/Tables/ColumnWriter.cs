using TrailLake.Parquet.Writing;

namespace TrailLake.Parquet.Tables;

/// <summary>Encodes one column of some rows, of which there is at least one.</summary>
delegate void ColumnWriter<TRow>(ReadOnlySpan<TRow> rows, RowGroupEncoder encoder);
