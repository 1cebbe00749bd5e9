namespace TrailLake.Parquet.Format;

/// <summary>Bounds of the values of a page or column chunk, PLAIN encoded without length. Null where there is none or none is kept.</summary>
readonly record struct ValueBounds(byte[]? Min, byte[]? Max, bool MinExact, bool MaxExact);
