namespace TrailLake.Store;

/// <summary>The result of committing a batch.</summary>
/// <param name="Version">Version of the events table that holds the batch; for an empty batch, the version that it began from.</param>
/// <param name="Batch">Id of the batch.</param>
/// <param name="Files">Data files.</param>
/// <param name="Rows">Events.</param>
/// <param name="Bytes">Size of the data files.</param>
/// <param name="Objects">Ledger rows.</param>
/// <param name="Rejects">Rejects.</param>
/// <param name="IsEmpty">True when there was nothing to commit and nothing was.</param>
/// <param name="Warning">What did not work although the commit stands (a checkpoint), in one line; null when all did.</param>
sealed record LakeCommit(
    long Version, string Batch, int Files, long Rows, long Bytes, long Objects, long Rejects, bool IsEmpty, string? Warning);
