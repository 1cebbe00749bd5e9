using System.Data.Common;
using System.Runtime.CompilerServices;
using TrailLake.Answers.Coverage;
using TrailLake.Answers.Questions;
using TrailLake.Answers.Timelines;
using TrailLake.Containers;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Maintenance.Verification;
using TrailLake.Parquet;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.S3;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake;

/// <summary>
/// A lake: fill it, ask it, keep it in order. It holds nothing open and need not be disposed; several threads may use it at once. Each
/// answer is over the newest state and has a session of its own, which ends with it. <see cref="OpenSession"/> opens one session for many
/// questions, or for one span, some accounts, a limit of memory.
/// </summary>
public sealed class Lake
{
    static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(500);

    Lake(LakeStore store) => Store = store;

    /// <summary>The built-in questions, by theme and name.</summary>
    public static IReadOnlyList<Question> Questions => QuestionCatalog.Load().Questions;

    /// <summary>The lake's files and versions.</summary>
    internal LakeStore Store { get; }

    /// <summary>Opens the lake in a folder.</summary>
    /// <exception cref="TrailLakeException">There is no lake, it is damaged, or it needs a newer TrailLake.</exception>
    public static Lake Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new Lake(LakeStore.Open(folder, new ParquetLakeFormat()));
    }

    /// <summary>Opens the lake in a folder, and makes it first where there is none.</summary>
    /// <exception cref="TrailLakeException">It cannot be made, is damaged, or needs a newer TrailLake.</exception>
    public static Lake Create(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new Lake(LakeStore.OpenOrCreate(folder, new ParquetLakeFormat()));
    }

    /// <summary>Reads what is new of an archive into the lake.</summary>
    /// <param name="source">A folder, a file, or <c>s3://bucket/prefix</c> with the credentials that the AWS SDK finds.</param>
    /// <inheritdoc cref="IngestAsync(ILogSource, IngestOptions?, IProgress{IngestProgress}?, CancellationToken)"/>
    public async Task<IngestReport> IngestAsync(
        string source,
        IngestOptions? options = null,
        IProgress<IngestProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        var opened = S3Location.IsS3(source) ? OpenS3(source) : new LocalLogSource(source);
        using var connection = opened as IDisposable;
        return await IngestAsync(opened, options, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads what is new of a source of one's own, or of an <see cref="S3LogSource"/> with its options, into the lake.</summary>
    /// <param name="source">The source; it stays the caller's.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="progress">Told twice a second how far it is; null when nobody wants to know.</param>
    /// <param name="cancellation">Ends it at once; what was committed before stays.</param>
    /// <returns>What was read, and what could not be: one bad object does not end the run.</returns>
    /// <exception cref="TrailLakeException">The source as a whole cannot be read, or the lake cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IngestReport> IngestAsync(
        ILogSource source,
        IngestOptions? options = null,
        IProgress<IngestProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var pipeline = new IngestPipeline(Store, source, (options ?? new IngestOptions()) with { Containers = ContainerFormats.All });
        var run = pipeline.RunAsync(cancellation);
        while (progress is not null && await Task.WhenAny(run, Task.Delay(s_progressInterval, CancellationToken.None)) != run)
        {
            progress.Report(pipeline.Progress);
        }

        return await run.ConfigureAwait(false);
    }

    /// <summary>Opens a session over the newest state, which stays as it is whatever is ingested later.</summary>
    /// <param name="options">Span, accounts, threads and memory; null for all events and DuckDB's own limits.</param>
    /// <exception cref="ArgumentException">The span ends before it begins.</exception>
    /// <exception cref="TrailLakeException">The lake is damaged, or needs a newer TrailLake.</exception>
    public LakeSession OpenSession(SessionOptions? options = null)
    {
        options ??= new SessionOptions();
        if (options.Filter is { From: { } from, To: { } to } && to < from)
        {
            throw new ArgumentException($"the span ends before it begins: from {from:u} to {to:u}", nameof(options));
        }

        var files = Files();
        return new LakeSession(files, SqlSession.Open(files, options), options);
    }

    /// <summary>Asks in SQL, over the views that <see cref="LakeSession"/> names.</summary>
    /// <inheritdoc cref="LakeSession.Query"/>
    public DbDataReader Query(string sql, IReadOnlyList<object?>? parameters = null, CancellationToken cancellation = default) =>
        Answer(session => session.Read(sql, parameters, cancellation));

    /// <summary>Asks in SQL, over the views that <see cref="LakeSession"/> names; the work is another thread's.</summary>
    /// <inheritdoc cref="LakeSession.Query"/>
    public Task<DbDataReader> QueryAsync(
        string sql, IReadOnlyList<object?>? parameters = null, CancellationToken cancellation = default) =>
        Task.Run(() => Query(sql, parameters, cancellation), cancellation);

    /// <inheritdoc cref="LakeSession.Ask"/>
    public DbDataReader Ask(
        string question,
        IReadOnlyDictionary<string, string>? values = null,
        bool attempts = false,
        CancellationToken cancellation = default) =>
        Answer(session => session.ReadAnswer(question, values, attempts, cancellation));

    /// <inheritdoc cref="LakeSession.Ask"/>
    public Task<DbDataReader> AskAsync(
        string question,
        IReadOnlyDictionary<string, string>? values = null,
        bool attempts = false,
        CancellationToken cancellation = default) =>
        Task.Run(() => Ask(question, values, attempts, cancellation), cancellation);

    /// <inheritdoc cref="LakeSession.TimelineAsync"/>
    public IAsyncEnumerable<TimelineEntry> TimelineAsync(
        string entity, TimelineOptions? options = null, CancellationToken cancellation = default) =>
        LakeSession.TimelineAloneAsync(() => OpenSession(), entity, options, cancellation);

    /// <summary>What there is in the lake: events, accounts, days, files, bytes, and what is not whole.</summary>
    /// <exception cref="TrailLakeException">The lake is damaged, or needs a newer TrailLake.</exception>
    public Task<LakeStatus> StatusAsync(CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            var snapshot = Store.Snapshot();
            using var session = SqlSession.Open(LakeFiles.Of(Store.Directory, snapshot));
            return LakeStatus.Read(Store.Directory, snapshot, session, cancellation);
        },
        cancellation);

    /// <summary>Says for which hours, accounts and regions of a span the lake holds no delivery, and whether that is sure.</summary>
    /// <param name="request">The span; null for all of the archive.</param>
    /// <exception cref="TrailLakeException">The lake is damaged, or needs a newer TrailLake.</exception>
    public Task<CoverageReport> CoverageAsync(CoverageRequest? request = null, CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            using var session = SqlSession.Open(Files());
            return CoverageReport.Read(session, request ?? new CoverageRequest(), cancellation);
        },
        cancellation);

    /// <summary>The ledger: every object that was read or could not be, with its counts and hashes.</summary>
    /// <exception cref="TrailLakeException">The lake is damaged, or needs a newer TrailLake.</exception>
    public IAsyncEnumerable<ObjectRow> ReadObjectsAsync(CancellationToken cancellation = default) =>
        OtherThread.Read(_ => Store.Snapshot().ReadObjects(), new RunningAnswers(), cancellation);

    /// <summary>What could not become an event, with place, reason and bytes.</summary>
    /// <exception cref="TrailLakeException">The lake is damaged, or needs a newer TrailLake.</exception>
    public IAsyncEnumerable<RejectRow> ReadRejectsAsync(CancellationToken cancellation = default) =>
        OtherThread.Read(_ => Store.Snapshot().ReadRejects(), new RunningAnswers(), cancellation);

    /// <summary>Joins the small files of many ingests and brings the index in order. Queries and ingests go on beside it.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was committed before stays.</exception>
    public Task<OptimizeReport> OptimizeAsync(OptimizeOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => new LakeOptimizer(Store, options).Run(cancellation), cancellation);

    /// <summary>Deletes files that no version needs which is younger than a grace.</summary>
    /// <param name="grace">How long a query that began may go on to read what it sees.</param>
    /// <returns>The files, by their paths in the lake.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The grace is negative, or longer than old files are known.</exception>
    /// <exception cref="TrailLakeException">The lake cannot be read or written.</exception>
    public Task<IReadOnlyList<string>> SweepAsync(TimeSpan grace, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(grace, LakeSweep.MostGrace);
        return Task.Run(() => new LakeSweep(Store).Run(grace), cancellation);
    }

    /// <summary>Reads every byte of the lake again, and compares it with what was written down about it.</summary>
    /// <returns>What is damaged; nothing is changed.</returns>
    /// <exception cref="TrailLakeException">The log of the lake cannot be read.</exception>
    public Task<LakeVerification> VerifyAsync(CancellationToken cancellation = default) =>
        Task.Run(() => new LakeVerifier(Store).Run(cancellation), cancellation);

    LakeFiles Files() => LakeFiles.Of(Store.Directory, Store.Snapshot());

    LakeDataReader Answer(Func<LakeSession, LakeDataReader> ask)
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
