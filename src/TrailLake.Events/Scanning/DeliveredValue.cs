namespace TrailLake.Scanning;

/// <summary>The JSON of a column's value as it was delivered: a slice of the scanned buffer.</summary>
readonly record struct DeliveredValue(int Leaf, int Start, int Length);
