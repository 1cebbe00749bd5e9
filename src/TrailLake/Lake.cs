using System.Runtime.CompilerServices;
using TrailLake.Answers.Questions;
using TrailLake.Answers.Timelines;
using TrailLake.Containers;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Parquet;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.S3;
using TrailLake.Store;

namespace TrailLake;

/// <summary>
/// A lake: fill it, ask it, keep it in order. It holds nothing open and need not be disposed; several threads may use it at once. Each
/// answer is over the newest state, has a session of its own, and ends it when it is disposed. <see cref="OpenSession"/> opens one session
/// for many questions, or for one span, some accounts, a limit of memory.
/// </summary>
public sealed class Lake
{
    Lake(LakeStore store) => Store = store;

    /// <summary>The lake's files and versions: for all that has no method here.</summary>
    public LakeStore Store { get; }

    /// <summary>Opens the lake in a folder.</summary>
    /// <exception cref="TrailLakeException">There is no lake, it is damaged, or it needs a newer TrailLake.</exception>
    public static Lake Open(string folder) => new(LakeStore.Open(folder, new ParquetLakeFormat()));

    /// <summary>Opens the lake in a folder, and makes it first where there is none.</summary>
    /// <exception cref="TrailLakeException">It cannot be made, is damaged, or needs a newer TrailLake.</exception>
    public static Lake Create(string folder) => new(LakeStore.OpenOrCreate(folder, new ParquetLakeFormat()));

    /// <summary>The newest state. It stays as it is, whatever is ingested later.</summary>
    /// <exception cref="TrailLakeException">The lake is damaged, or needs a newer TrailLake.</exception>
    public LakeSnapshot Snapshot() => Store.Snapshot();

    /// <summary>Reads what is new of an archive into the lake.</summary>
    /// <param name="source">A folder, a file, or <c>s3://bucket/prefix</c> with the credentials that the AWS SDK finds.</param>
    /// <inheritdoc cref="IngestAsync(ILogSource, IngestOptions?, CancellationToken)"/>
    public async Task<IngestReport> IngestAsync(string source, IngestOptions? options = null, CancellationToken cancellation = default)
    {
        var opened = S3Location.IsS3(source) ? OpenS3(source) : new LocalLogSource(source);
        using var connection = opened as IDisposable;
        return await IngestAsync(opened, options, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads what is new of a source of one's own into the lake.</summary>
    /// <param name="source">The source; it stays the caller's.</param>
    /// <param name="options">How it runs. Without <see cref="IngestOptions.Containers"/>, all kinds of them are read.</param>
    /// <param name="cancellation">Ends it at once; what was committed before stays.</param>
    /// <returns>What was read, and what could not be: one bad object does not end the run.</returns>
    /// <exception cref="TrailLakeException">The source as a whole cannot be read, or the lake cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<IngestReport> IngestAsync(ILogSource source, IngestOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new IngestOptions();
        options = options.Containers.Count > 0 ? options : options with { Containers = ContainerFormats.All };
        return new IngestPipeline(Store, source, options).RunAsync(cancellation);
    }

    /// <summary>Opens a session over the newest state. One thread uses it at a time, one answer after the other.</summary>
    /// <param name="options">Span, accounts, threads and memory; null for all events and DuckDB's own limits.</param>
    /// <exception cref="TrailLakeException">The lake is damaged, or needs a newer TrailLake.</exception>
    public LakeSession OpenSession(SessionOptions? options = null) => LakeSession.Open(LakeFiles.Of(Store.Directory, Snapshot()), options);

    /// <summary>Asks in SQL, over the views that <see cref="LakeSession"/> names.</summary>
    /// <param name="parameters">Texts for the question marks of the statement.</param>
    /// <exception cref="TrailLakeException">The statement is wrong or does more than read, or a file of the lake is damaged.</exception>
    public QueryResult Query(string sql, IReadOnlyList<string>? parameters = null, CancellationToken cancellation = default) =>
        Answer(session => session.Query(sql, parameters, cancellation));

    /// <summary>Asks one of the built-in questions, which docs/questions.md lists.</summary>
    /// <param name="question">Its name, such as <c>deleted-bucket</c>.</param>
    /// <param name="values">Values by parameter name; what is missing takes its default.</param>
    /// <exception cref="TrailLakeException">The question is unknown, takes no such value, or a file of the lake is damaged.</exception>
    public QueryResult Ask(string question, IReadOnlyDictionary<string, string>? values = null, CancellationToken cancellation = default)
    {
        var found = QuestionCatalog.Load().Find(question)
            ?? throw new TrailLakeException(ErrorKind.Usage, $"there is no question '{TerminalText.Escape(question)}'", question);
        var request = new QuestionRequest { Values = values ?? new Dictionary<string, string>() };
        return Answer(session => QuestionAsker.Ask(session, found, request, cancellation));
    }

    /// <summary>Tells everything about one thing, in order of time, while it is read.</summary>
    /// <param name="entity">An access key, ARN, name, address or range of addresses, event ID or account.</param>
    /// <exception cref="TrailLakeException">It looks like an ARN or address and is none, or a file of the lake is damaged.</exception>
    public IEnumerable<TimelineEntry> Timeline(string entity, TimelineOptions? options = null, CancellationToken cancellation = default)
    {
        var about = Entity.Parse(entity);
        return Read();

        IEnumerable<TimelineEntry> Read()
        {
            using var session = OpenSession();
            foreach (var entry in new Timeline(session, about, options).Read(cancellation))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Joins the small files of many ingests and brings the index in order. Queries and ingests go on beside it.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was committed before stays.</exception>
    public OptimizeReport Optimize(OptimizeOptions? options = null, CancellationToken cancellation = default) =>
        new LakeOptimizer(Store, options).Run(cancellation);

    /// <inheritdoc cref="LakeSweep.Run"/>
    public IReadOnlyList<string> Sweep(TimeSpan grace) => new LakeSweep(Store).Run(grace);

    QueryResult Answer(Func<LakeSession, QueryResult> ask)
    {
        var session = OpenSession();
        try
        {
            return ask(session).Owning(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // A method of its own, so that the AWS packages are loaded for S3 only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static ILogSource OpenS3(string name) => new S3LogSource(new S3SourceOptions { Location = S3Location.Parse(name) });
}
