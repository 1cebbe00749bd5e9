namespace TrailLake.DeltaLog;

/// <summary>Gives a table's metadata as they have to be with a commit of a kind; null when they are so already.</summary>
delegate MetadataAction? MetadataRule(MetadataAction current, CommitKind kind);
