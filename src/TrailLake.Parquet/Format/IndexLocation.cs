namespace TrailLake.Parquet.Format;

/// <summary>Where the page index of a column chunk stands in the file; a length of 0 says that there is none.</summary>
readonly record struct IndexLocation(long OffsetIndex, int OffsetIndexLength, long ColumnIndex, int ColumnIndexLength);
