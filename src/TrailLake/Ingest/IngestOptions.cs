using System;

namespace TrailLake.Ingest;

/// <summary>How an ingest runs. The defaults suit a machine of two cores.</summary>
public sealed record IngestOptions
{
    /// <summary>What of the source is wanted. Default: all of it.</summary>
    public SourceFilter Filter { get; init; } = SourceFilter.All;

    /// <summary>Scanning threads. Default: one for each core.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes that batches, dictionaries and the sets of event ids may take. Default 256 MiB, with which a process stays below 512 MB.</summary>
    public long Memory { get; init; } = 256L << 20;

    /// <summary>Most rows of a row group. Default 131,072.</summary>
    public int RowGroupRows { get; init; } = 1 << 17;

    /// <summary>Events after which a commit makes everything so far visible. Default 4 million.</summary>
    public long CommitEvents { get; init; } = 4_000_000;

    /// <summary>Time after which a commit is made even with fewer events. Default ten minutes.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most content of one object. Default 16 GiB; CloudTrail's objects are at most 50 MB compressed.</summary>
    public long MaxContentBytes { get; init; } = 16L << 30;
}
