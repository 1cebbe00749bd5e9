namespace TrailLake.Scanning;

/// <summary>A key without a column, or a value that does not fit its column; slices of the scanned buffer.</summary>
/// <param name="Parent">Struct that it stands in: number of its <see cref="StructNode"/>; 0 is the record.</param>
/// <param name="KeyStart">First byte of the key, behind its quote.</param>
/// <param name="KeyLength">Length of the key as delivered, escapes included.</param>
/// <param name="ValueStart">First byte of the value.</param>
/// <param name="ValueLength">Length of the value, quotes included.</param>
readonly record struct UnmappedMember(int Parent, int KeyStart, int KeyLength, int ValueStart, int ValueLength);
