namespace TrailLake.Ingest.Reading;

/// <summary>What became of the records of one object.</summary>
struct RecordCounts
{
    public long Events;
    public long Duplicates;

    /// <summary>Those of the events whose eventID was there with other content.</summary>
    public long Conflicts;

    /// <summary>Records of which it is told later whether they are events or duplicates.</summary>
    public long Deferred;
}
