using TrailLake.Scanning;

namespace TrailLake.Ingest;

/// <summary>Counts of one object.</summary>
struct ObjectTally
{
    public long Events;
    public long Duplicates;
    public long Conflicts;
    public long Rejects;

    /// <summary>Rejects that took more than one record with them.</summary>
    public long Losses;

    /// <summary>The first of them.</summary>
    public Rejected FirstLoss;

    /// <summary>Records of which it is told later whether they are events or duplicates.</summary>
    public long Deferred;

    /// <summary>Records whose <c>@timestamp</c> stands in for eventTime.</summary>
    public long Timestamps;

    /// <summary>Least eventTime in microseconds since 1970; <see cref="long.MaxValue"/> when there was none.</summary>
    public long FirstTime;

    /// <summary>Greatest eventTime.</summary>
    public long LastTime;

    /// <summary>True for a log file without a single record; its one reject says so.</summary>
    public bool IsEmpty;

    /// <summary>Records met so far, which is the index of the next one.</summary>
    public readonly long Next => Events + Duplicates + Rejects + Deferred;
}
