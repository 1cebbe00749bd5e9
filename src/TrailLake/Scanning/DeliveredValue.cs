namespace TrailLake.Scanning;

/// <summary>The JSON of a column's value as it was delivered: a slice of the scanned buffer.</summary>
/// <param name="Leaf">The column.</param>
/// <param name="Start">First byte of the value.</param>
/// <param name="Length">Length of the value, quotes included.</param>
readonly record struct DeliveredValue(int Leaf, int Start, int Length);
