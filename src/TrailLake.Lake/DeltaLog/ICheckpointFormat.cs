using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>Writes and reads checkpoints of a log, which are Parquet files.</summary>
interface ICheckpointFormat
{
    /// <summary>Writes a Delta checkpoint: protocol, metaData, txn and add actions of one version. The file is complete then.</summary>
    void WriteCheckpoint(IPendingFile file, IReadOnlyList<DeltaAction> actions);

    /// <summary>Reads a Delta checkpoint, also one that another writer made (unknown columns are ignored).</summary>
    IReadOnlyList<DeltaAction> ReadCheckpoint(StoredFile file);
}
