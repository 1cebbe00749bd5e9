namespace TrailLake.Scanning;

/// <summary>An error, and where in the scanned buffer it is; no text, no allocation.</summary>
readonly record struct ScanError(RejectReason Kind, int Position);
