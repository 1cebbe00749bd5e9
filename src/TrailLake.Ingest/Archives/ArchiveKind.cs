namespace TrailLake.Ingest.Archives;

/// <summary>Kinds of objects in an archive, as far as keys tell.</summary>
public enum ArchiveKind
{
    /// <summary>The key says nothing: the bytes decide.</summary>
    Unknown,

    /// <summary>Management and data events.</summary>
    CloudTrail,

    /// <summary>Insights events.</summary>
    Insight,

    /// <summary>Network activity events.</summary>
    NetworkActivity,

    /// <summary>Aggregated data events.</summary>
    Aggregated,

    /// <summary>A digest file: evidence, not events.</summary>
    Digest,

    /// <summary>AWS Config history, snapshot or notification.</summary>
    Config,

    /// <summary>CloudTrail Lake query results.</summary>
    LakeQuery,

    /// <summary>Another service's log below AWSLogs.</summary>
    OtherService,

    /// <summary>A zero-byte object whose key ends in a slash.</summary>
    FolderMarker,
}
