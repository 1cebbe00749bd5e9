namespace TrailLake.Scanning;

/// <summary>What was wrong, and where in the buffer that was scanned; no text, no allocation.</summary>
readonly record struct ScanError(RejectReason Kind, int Position);
