namespace TrailLake.DeltaLog;

/// <summary>Says that an application's transaction is part of the table; TrailLake's batches are recorded so.</summary>
/// <param name="AppId">The batch.</param>
/// <param name="Version">Always 1: a batch commits once.</param>
/// <param name="LastUpdated">Milliseconds since 1970.</param>
sealed record TxnAction(string AppId, long Version, long? LastUpdated) : DeltaAction;
