using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.Ingest.Pipeline;

/// <summary>The report of an ingest. <c>Records = Events + Duplicates + Rejects</c>.</summary>
public sealed record IngestReport
{
    /// <summary>Objects read by this run.</summary>
    public long Objects { get; init; }

    /// <summary>Objects that the ledger knew already: not read again.</summary>
    public long KnownObjects { get; init; }

    /// <summary>Objects that broke off or lost several records to one reject; those of <see cref="EmptyObjects"/> are among them.</summary>
    public long DamagedObjects { get; init; }

    /// <summary>Log files without a single record, which CloudTrail never delivers.</summary>
    public long EmptyObjects { get; init; }

    /// <summary>Damaged objects, each with what is wrong; of more than a thousand, the first.</summary>
    public IReadOnlyList<SourceProblem> Damages { get; init; } = [];

    /// <summary>Objects that could not be read; the next run tries again.</summary>
    public long UnreadableObjects { get; init; }

    /// <summary>Records met.</summary>
    public long Records { get; init; }

    /// <summary>Records that became events of the lake.</summary>
    public long Events { get; init; }

    /// <summary>Exact copies of events that were in the lake already.</summary>
    public long Duplicates { get; init; }

    /// <summary>Events whose eventID was in the lake with other content; they are in <see cref="Events"/> too.</summary>
    public long Conflicts { get; init; }

    /// <summary>What could not become an event.</summary>
    public long Rejects { get; init; }

    /// <summary>Objects left alone, by kind.</summary>
    public IReadOnlyDictionary<ArchiveKind, long> Skipped { get; init; } = new Dictionary<ArchiveKind, long>();

    /// <summary>Parts of the source that could not be listed or read, and what was passed over.</summary>
    public IReadOnlyList<SourceProblem> Problems { get; init; } = [];

    /// <summary>What is worth a word and no fault, one of each kind.</summary>
    public IReadOnlyList<IngestNote> Notes { get; init; } = [];

    /// <summary>Bytes read as stored.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes of content after inflating.</summary>
    public long ContentBytes { get; init; }

    /// <summary>Bytes of data files written.</summary>
    public long BytesOut { get; init; }

    /// <summary>Data files written.</summary>
    public long Files { get; init; }

    /// <summary>Commits made.</summary>
    public int Commits { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>True when the run was stopped before it had read all: what it had begun is in the lake, the next reads the rest.</summary>
    public bool IsStopped { get; init; }

    /// <summary>True when nothing was rejected, damaged, unreadable or unlistable.</summary>
    public bool IsClean => Rejects == 0 && DamagedObjects == 0 && UnreadableObjects == 0 && Problems.All(problem => problem.IsHarmless);
}
