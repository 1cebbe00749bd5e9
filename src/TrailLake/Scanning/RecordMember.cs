namespace TrailLake.Scanning;

/// <summary>A member of a record; slices of the scanned buffer.</summary>
/// <param name="Field">The member of the schema; null for a key that it does not know.</param>
/// <param name="KeyStart">First byte of the key, behind its quote.</param>
/// <param name="KeyLength">Length of the key as delivered, escapes included.</param>
/// <param name="ValueStart">Behind the colon: blanks may come before the value.</param>
/// <param name="ValueEnd">What ends the value: a comma or brace, blanks may stand before it.</param>
readonly record struct RecordMember(Field? Field, int KeyStart, int KeyLength, int ValueStart, int ValueEnd);
