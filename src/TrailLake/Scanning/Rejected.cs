namespace TrailLake.Scanning;

/// <summary>Something that cannot become an event.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Offset">Where it begins in the content, bytes from 0.</param>
/// <param name="Length">How long it is.</param>
/// <param name="ErrorOffset">Where in the content the error was seen.</param>
/// <param name="Content">Its first bytes, 1 MiB at most.</param>
readonly record struct Rejected(ScanErrorKind Kind, long Offset, long Length, long ErrorOffset, byte[] Content);
