namespace TrailLake.DeltaLog;

/// <summary>What a reader and a writer must understand.</summary>
public sealed record ProtocolAction(int MinReaderVersion, int MinWriterVersion) : DeltaAction;
