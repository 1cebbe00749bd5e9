namespace TrailLake.Generator.Records;

/// <summary>What one worker has written.</summary>
sealed class RecordCounts(int shapes, int accounts, int days)
{
    public long[] ByShape { get; } = new long[shapes];

    public long[] ByAccount { get; } = new long[accounts];

    /// <summary>By day of the event; index 0 is the day before the first day of delivery.</summary>
    public long[] ByDay { get; } = new long[days + 2];

    public long Errors { get; set; }

    public long NullRequests { get; set; }

    public long NullResponses { get; set; }

    public long Events { get; set; }

    public long DuplicateEvents { get; set; }

    public long Objects { get; set; }

    public long JsonBytes { get; set; }

    public long GzipBytes { get; set; }
}
