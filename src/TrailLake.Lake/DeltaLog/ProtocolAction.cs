namespace TrailLake.DeltaLog;

/// <summary>What a reader and a writer must understand.</summary>
sealed record ProtocolAction(int MinReaderVersion, int MinWriterVersion) : DeltaAction;
