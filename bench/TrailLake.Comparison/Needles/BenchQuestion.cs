namespace TrailLake.Comparison.Needles;

/// <summary>A question that is asked of both sides.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="LakeSql">SQL for a session over TrailLake's lake.</param>
/// <param name="PlainSql">SQL for DuckDB over the plain table, which it calls <c>plain</c>.</param>
/// <param name="Value">The searched value; null for an aggregate.</param>
/// <param name="IsAbsent">True when no event has the value.</param>
sealed record BenchQuestion(string Name, string LakeSql, string PlainSql, string? Value = null, bool IsAbsent = false);
