namespace TrailLake.Scanning;

/// <summary>Why something could not become an event. The names, in kebab case, are the reasons in the rejects.</summary>
enum RejectReason
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The bytes break JSON's grammar.</summary>
    InvalidJson,

    /// <summary>A byte below 0x20 inside a string.</summary>
    ControlCharacter,

    /// <summary>Not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>Objects and arrays are nested deeper than <see cref="ScanLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>Longer than <see cref="ScanLimits.MaxRecordBytes"/>.</summary>
    TooLong,

    /// <summary>A key of the record format stands twice in one object.</summary>
    DuplicateKey,

    /// <summary>The content ends inside a record.</summary>
    Truncated,

    /// <summary>An element of the records that is not an object.</summary>
    NotAnObject,

    /// <summary>JSON, but not a CloudTrail record.</summary>
    NotCloudTrail,

    /// <summary>A record without eventTime.</summary>
    MissingEventTime,

    /// <summary>An eventTime that is no time, or one outside of 1970 to 2199.</summary>
    InvalidEventTime,

    /// <summary>Compressed bytes that cannot be inflated.</summary>
    CorruptGzip,

    /// <summary>More content than the limit allows: a gzip bomb.</summary>
    GzipBomb,

    /// <summary>The object could not be read to its end.</summary>
    ReadFailed,

    /// <summary>A log file without a record: CloudTrail delivers none.</summary>
    EmptyObject,

    /// <summary>Text before or between records: what a log collector writes before each line.</summary>
    TextAroundRecords,

    /// <summary>Content of a form that is not read, such as CSV: all of it.</summary>
    UnknownForm,

    /// <summary>A zip, tar or compressed file that breaks off or cannot be unpacked.</summary>
    CorruptArchive,
}
