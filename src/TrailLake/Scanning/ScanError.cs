namespace TrailLake.Scanning;

/// <summary>What was wrong and where; no text, no allocation.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Position">Position in the buffer that was scanned, bytes from 0.</param>
readonly record struct ScanError(ScanErrorKind Kind, int Position);
