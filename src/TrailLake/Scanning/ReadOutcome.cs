namespace TrailLake.Scanning;

/// <summary>What <see cref="RecordReader.Read"/> met.</summary>
enum ReadOutcome
{
    /// <summary>A record of CloudTrail; it stands in <see cref="RecordReader.Record"/>.</summary>
    Record,

    /// <summary>Something that cannot become an event; it stands in <see cref="RecordReader.Reject"/>.</summary>
    Reject,

    /// <summary>The end of the content.</summary>
    End,
}
