namespace TrailLake.DeltaLog;

/// <summary>Who committed what and when; for people, not for readers of the table.</summary>
sealed record CommitInfoAction(long Timestamp, string Operation, IReadOnlyDictionary<string, string> Parameters, string EngineInfo)
    : DeltaAction;
