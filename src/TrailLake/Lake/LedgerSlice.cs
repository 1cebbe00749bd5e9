namespace TrailLake.Lake;

/// <summary>A complete file of ledger rows that is not committed yet.</summary>
/// <param name="Temporary">Where it stands until the commit.</param>
/// <param name="Final">Where it stands then.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
readonly record struct LedgerSlice(string Temporary, string Final, long Bytes, int Rows, string Sha256);
