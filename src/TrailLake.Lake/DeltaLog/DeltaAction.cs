namespace TrailLake.DeltaLog;

/// <summary>
/// One action of a Delta commit; one line of a commit file.
/// See https://github.com/delta-io/delta/blob/master/PROTOCOL.md#actions.
/// </summary>
abstract record DeltaAction;
