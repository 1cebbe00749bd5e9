using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.Search;

/// <summary>
/// What one snapshot of a lake consists of: all that the query layer knows about a lake. It reads files and nothing else, so that it meets
/// the writer only through them, and needs no <see cref="ILakeFormat"/>.
/// </summary>
sealed record LakeFiles
{
    // What stands beside the tables is none of SQL's business: the lake's secret.
    static readonly string[] s_tables = ["events", "objects", "rejects", "copies"];

    /// <summary>The lake's folder, full path: SQL may read the tables below it and nothing else.</summary>
    public required string Directory { get; init; }

    /// <summary>The folders of its tables, each with a separator at its end.</summary>
    internal IReadOnlyList<string> TableFolders => [.. s_tables.Select(table => Path.Combine(Directory, table) + "/")];

    /// <summary>The data files of events.</summary>
    public IReadOnlyList<LakeFile> Events { get; init; } = [];

    /// <summary>Reads single rows of these files; null when DuckDB is to read all.</summary>
    public IRowSource? Rows { get; init; }

    /// <summary>Full paths of the ledger's files.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>Full paths of the files with rejects.</summary>
    public IReadOnlyList<string> Rejects { get; init; } = [];

    /// <summary>Those of <see cref="Objects"/> that may hold rows of batches that are not committed; null when not known.</summary>
    public IReadOnlyList<string>? MixedObjects { get; init; }

    /// <summary>As <see cref="MixedObjects"/>, of <see cref="Rejects"/>.</summary>
    public IReadOnlyList<string>? MixedRejects { get; init; }

    /// <summary>Full paths of the files with copies; none in a lake of an older version.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>As <see cref="MixedObjects"/>, of <see cref="Copies"/>.</summary>
    public IReadOnlyList<string>? MixedCopies { get; init; }

    /// <summary>Batches that are committed: rows of the ledger, the rejects and the copies count only with one of these.</summary>
    public IReadOnlyCollection<string> Batches { get; init; } = [];

    /// <summary>Events that the ledger counts and that were purged or lost since.</summary>
    public IReadOnlyList<LakeDeduction> Deductions { get; init; } = [];

    /// <summary>The files of a snapshot.</summary>
    /// <param name="directory">The lake's folder, full path.</param>
    public static LakeFiles Of(string directory, LakeSnapshot snapshot) => new()
    {
        Directory = directory,
        Events = [.. snapshot.Files.Select(file => new LakeFile(file.File.LocalPath, file.Date, file.Account) { Source = file })],
        Rows = snapshot.Rows,
        Objects = Local(() => snapshot.ObjectFiles),
        Rejects = Local(() => snapshot.RejectFiles),
        MixedObjects = Local(() => snapshot.MixedObjectFiles),
        MixedRejects = Local(() => snapshot.MixedRejectFiles),
        Copies = Local(() => snapshot.CopyFiles),
        MixedCopies = Local(() => snapshot.MixedCopyFiles),
        Batches = snapshot.Batches,
        Deductions = snapshot.Deductions,
    };

    // DuckDB reads local files.
    static DeferredList<string> Local(Func<IReadOnlyList<StoredFile>> files) => new(() => [.. files().Select(file => file.LocalPath)]);

    /// <summary>The same lake with the data files that can hold events of the filter.</summary>
    public LakeFiles Prune(EventFilter filter)
    {
        var kept = new FilePruning().Run(Events, filter);
        return ReferenceEquals(kept, Events) ? this : this with { Events = kept };
    }
}
