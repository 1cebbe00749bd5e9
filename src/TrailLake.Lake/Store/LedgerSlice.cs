using TrailLake.Storage;

namespace TrailLake.Store;

/// <summary>A complete file of ledger rows that is not committed yet.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
readonly record struct LedgerSlice(IPendingFile File, long Bytes, int Rows, string Sha256);
