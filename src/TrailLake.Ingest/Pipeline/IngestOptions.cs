using TrailLake.Ingest.Bodies;
using TrailLake.Ingest.Sources;

namespace TrailLake.Ingest.Pipeline;

/// <summary>Options of an ingest. The defaults suit a machine of two cores. A number that is not positive is refused.</summary>
public sealed record IngestOptions
{
    /// <summary>The filter of the source. Default: all of it.</summary>
    public SourceFilter Filter { get; init; } = SourceFilter.All;

    /// <summary>Scanning threads. Default: one for each core.</summary>
    public int Jobs { get; init => field = Positive(value, nameof(Jobs)); } = Environment.ProcessorCount;

    /// <summary>Bytes for batches, dictionaries and sets of event ids. Default 256 MiB, with which a process stays below 512 MB.</summary>
    public long Memory { get; init => field = Positive(value, nameof(Memory)); } = 256L << 20;

    /// <summary>Most rows of a row group. Default 131,072.</summary>
    public int RowGroupRows { get; init => field = Positive(value, nameof(RowGroupRows)); } = 1 << 17;

    /// <summary>Events after which a commit makes everything so far visible. Default 4 million.</summary>
    public long CommitEvents { get; init => field = Positive(value, nameof(CommitEvents)); } = 4_000_000;

    /// <summary>
    /// Time after which a commit is made even with fewer events; it waits for the objects in hand. Default a minute: whatever ends a run,
    /// and however short its time is, it has got further.
    /// </summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Called, by any thread, when large buffers were given back: garbage may be collected now. Default: nothing.</summary>
    internal Action? BuffersReturned { get; init; }

    /// <summary>Partitions that a worker has open at most; 0 for what <see cref="Memory"/> has room for.</summary>
    internal int MostOpenPartitions { get; init; }

    /// <summary>
    /// Rows of a data file below which its partition is not opened again for the same commit: what comes later becomes one more file.
    /// </summary>
    internal int SmallFileRows { get; init; } = 1024;

    /// <summary>Bytes of temporary files after which a commit is made.</summary>
    internal long MostTemporaryBytes { get; init; } = 8L << 30;

    /// <summary>The containers that are read, such as zip archives. Default: none; each of them becomes a reject that says so.</summary>
    internal IReadOnlyList<IContainerFormat> Containers { get; init; } = [];

    /// <summary>Most content of one object. Default 16 GiB; CloudTrail's objects are at most 50 MB compressed.</summary>
    public long MaxContentBytes { get; init => field = Positive(value, nameof(MaxContentBytes)); } = 16L << 30;

    static T Positive<T>(T value, string name)
        where T : struct, IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, default, name);
        return value;
    }
}
