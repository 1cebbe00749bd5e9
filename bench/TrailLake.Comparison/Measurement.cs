namespace TrailLake.Comparison;

/// <summary>One run of one contender.</summary>
/// <param name="WallSeconds">From start to end of the process.</param>
/// <param name="CpuSeconds">User and system time.</param>
/// <param name="PeakBytes">Largest resident set.</param>
/// <param name="OutputBytes">Bytes of all files written.</param>
/// <param name="Events">Rows in the Parquet files, counted afterwards by DuckDB.</param>
sealed record Measurement(double WallSeconds, double CpuSeconds, long PeakBytes, long OutputBytes, long Events);
