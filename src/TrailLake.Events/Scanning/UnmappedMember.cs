namespace TrailLake.Scanning;

/// <summary>A key without a column, or a value that does not fit its column; slices of the scanned buffer.</summary>
/// <param name="Parent">Struct that it stands in: number of its <see cref="StructNode"/>; 0 is the record.</param>
/// <param name="KeyStart">First byte of the key as delivered, behind its quote.</param>
/// <param name="ValueStart">First byte of the value, a quote included.</param>
readonly record struct UnmappedMember(int Parent, int KeyStart, int KeyLength, int ValueStart, int ValueLength);
