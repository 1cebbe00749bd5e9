namespace TrailLake.Ingest.Reading;

/// <summary>Notes worth a word, though nothing is missing or wrong.</summary>
public enum IngestNoteKind
{
    /// <summary>Records without eventTime, whose <c>@timestamp</c> was taken for it.</summary>
    TimestampForEventTime,

    /// <summary>Log files of several gzip members: CloudTrail delivers one, so something was appended.</summary>
    AppendedMembers,

    /// <summary>Members of containers that hold no records by their name, such as digest files.</summary>
    MembersLeftAlone,
}
