namespace TrailLake.Tables;

/// <summary>Bounds of one leaf column over a file.</summary>
/// <param name="NullCount">Rows (elements, inside a list) without a value.</param>
/// <param name="MinText">For text: a lower bound of at most 32 characters; null when there is no value or none is kept.</param>
/// <param name="MaxText">For text: an upper bound, rounded up when it was cut.</param>
/// <param name="MinInteger">For timestamps (microseconds), integers and booleans (0 or 1): the least value.</param>
/// <param name="MaxInteger">The greatest value.</param>
readonly record struct LeafStatistics(long NullCount, string? MinText, string? MaxText, long? MinInteger, long? MaxInteger);
