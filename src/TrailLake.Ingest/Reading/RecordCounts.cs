namespace TrailLake.Ingest.Reading;

/// <summary>Counts of one object's records by outcome.</summary>
struct RecordCounts
{
    public long Events;
    public long Duplicates;

    /// <summary>Those of the events whose eventID was there with other content.</summary>
    public long Conflicts;

    /// <summary>Records of which it is told later whether they are events or duplicates.</summary>
    public long Deferred;
}
