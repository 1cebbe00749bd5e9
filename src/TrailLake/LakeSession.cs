using System.Data.Common;
using TrailLake.Answers.Lookups;
using TrailLake.Answers.Principals;
using TrailLake.Answers.Questions;
using TrailLake.Answers.Timelines;
using TrailLake.Answers.Traces;
using TrailLake.Errors;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake;

/// <summary>
/// Asks one state of a lake, which stays as it is whatever is ingested later. Views for SQL: <c>events</c>, <c>events_raw</c> (JSON
/// <c>null</c> kept apart from an absent key), <c>objects</c> (the ledger), <c>rejects</c>, <c>copies</c>, <c>deliveries</c> and
/// <c>verified_events</c>; docs/schema.md has their columns. SQL reads the lake and nothing else: no other file, no network, no extension,
/// no write. Any thread may ask; several answers may be open at once. <see cref="Dispose"/> ends those that are still open.
/// </summary>
public sealed class LakeSession : IDisposable
{
    readonly LakeFiles _files;
    readonly SqlSession _sql; // owned
    readonly SessionOptions _options;
    readonly Lazy<SqlSession> _lookingBack; // owned; for questions that need what was before the span
    readonly RunningAnswers _running = new();

    internal LakeSession(LakeFiles files, SqlSession sql, SessionOptions options)
    {
        _files = files;
        _sql = sql;
        _options = options;
        _lookingBack = new Lazy<SqlSession>(
            () => SqlSession.Open(files, options with { Filter = new EventFilter { To = options.Filter.To } }));
    }

    /// <summary>Asks in SQL.</summary>
    /// <param name="sql">One statement that reads.</param>
    /// <param name="parameters">Values for its question marks: texts, numbers, booleans, times, GUIDs, bytes, addresses, or lists. A time
    /// is taken as UTC unless it says that it is local.</param>
    /// <param name="cancellation">Ends the statement, also while its rows are read.</param>
    /// <returns>
    /// The rows, read as they come. Times are UTC; a struct is a dictionary, a list a <see cref="List{T}"/>, bytes an array. Dispose it.
    /// </returns>
    /// <exception cref="TrailLakeException">The statement is wrong or does more than read, or a file of the lake is damaged.</exception>
    /// <exception cref="ArgumentException">A parameter is of a type that SQL does not have.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DbDataReader Query(string sql, IReadOnlyList<object?>? parameters = null, CancellationToken cancellation = default) =>
        Read(sql, parameters, cancellation);

    /// <summary>Asks in SQL; the work is another thread's.</summary>
    /// <inheritdoc cref="Query"/>
    public Task<DbDataReader> QueryAsync(
        string sql, IReadOnlyList<object?>? parameters = null, CancellationToken cancellation = default) =>
        Task.Run(() => Query(sql, parameters, cancellation), cancellation);

    /// <summary>Writes the rows of a statement to a Parquet file: whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="TrailLakeException">The statement is wrong, or the file cannot be written.</exception>
    public Task<long> WriteParquetAsync(string sql, string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnOtherThread(
            () =>
            {
                // What a session may write is said when it is opened.
                using var session = SqlSession.Open(_files, _options with { ParquetOutput = Path.GetFullPath(path) });
                return session.WriteParquet(sql, cancellation);
            },
            cancellation);
    }

    /// <summary>Asks one of the built-in questions, which <see cref="Lake.Questions"/> and docs/questions.md list.</summary>
    /// <param name="question">Its name, such as <c>deleted-bucket</c>.</param>
    /// <param name="values">Values by parameter name; what is missing takes its default.</param>
    /// <param name="attempts">True to add what was denied, failed or a dry run.</param>
    /// <param name="cancellation">Ends the statement, also while its rows are read.</param>
    /// <returns>The rows, read as they come. Dispose it.</returns>
    /// <exception cref="TrailLakeException">The question is unknown, takes no such value, or a file of the lake is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public DbDataReader Ask(
        string question,
        IReadOnlyDictionary<string, string>? values = null,
        bool attempts = false,
        CancellationToken cancellation = default) =>
        ReadAnswer(question, values, attempts, cancellation);

    /// <inheritdoc cref="Ask"/>
    public Task<DbDataReader> AskAsync(
        string question,
        IReadOnlyDictionary<string, string>? values = null,
        bool attempts = false,
        CancellationToken cancellation = default) =>
        Task.Run(() => Ask(question, values, attempts, cancellation), cancellation);

    /// <summary>Tells everything about one thing, in order of time, while it is read.</summary>
    /// <param name="entity">An access key, ARN, name, address or range of addresses, event ID or account.</param>
    /// <param name="options">What is shown; null for what changed something and what gave credentials away.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TrailLakeException">It looks like an ARN or address and is none, or a file of the lake is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<TimelineEntry> TimelineAsync(
        string entity, TimelineOptions? options = null, CancellationToken cancellation = default)
    {
        ThrowIfDisposed();
        var about = Parse(entity);
        return OtherThread.Read(token => new Timeline(_sql, about, options).Read(token), _running, cancellation);
    }

    /// <summary>Follows credentials: back to the person or workload that they come from, and on to what was issued with them.</summary>
    /// <param name="entity">An access key, the ARN or name of a user, role or session, an event ID or an instance.</param>
    /// <param name="options">How far; null for ten links and 500 in all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TrailLakeException">It looks like an ARN and is none, or a file of the lake is damaged.</exception>
    public Task<CredentialTrace> TraceAsync(string entity, TraceOptions? options = null, CancellationToken cancellation = default)
    {
        var about = Parse(entity);
        return OnOtherThread(() => CredentialTracer.Run(_sql, about, options ?? new TraceOptions(), cancellation), cancellation);
    }

    /// <summary>Says what a principal did: when, from where, with which keys, what was denied, and its riskiest calls.</summary>
    /// <param name="principal">A user, role or session by name or ARN, an access key, unique id, address, service or account.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The report; its number of events is 0 for what the lake does not know.</returns>
    /// <exception cref="TrailLakeException">It looks like an ARN or address and is none, or a file of the lake is damaged.</exception>
    public Task<PrincipalReport> WhoAsync(string principal, CancellationToken cancellation = default)
    {
        var about = Parse(principal);
        return OnOtherThread(() => PrincipalReport.Read(_sql, about, cancellation), cancellation);
    }

    /// <summary>All principals, those with the riskiest calls first.</summary>
    /// <exception cref="TrailLakeException">A file of the lake is damaged.</exception>
    public Task<IReadOnlyList<PrincipalSummary>> PrincipalsAsync(CancellationToken cancellation = default) =>
        OnOtherThread(() => PrincipalList.Read(_sql, cancellation), cancellation);

    /// <summary>Counts events by one dimension: days and hours in order and all of them, of the rest those with the most events.</summary>
    /// <param name="by">The dimension.</param>
    /// <param name="most">Most values, but for days and hours; from 1.</param>
    /// <param name="about">Counts only events about this; null for all events.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TrailLakeException">A file of the lake is damaged.</exception>
    public Task<IReadOnlyList<EventCount>> CountAsync(
        CountDimension by, int most = 20, string? about = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (!Enum.IsDefined(by))
        {
            throw new ArgumentOutOfRangeException(nameof(by), by, "there is no such dimension");
        }

        var entity = about is null ? null : Parse(about);
        return OnOtherThread(() => EventCounts.ReadTop(_sql, by, most, entity, cancellation), cancellation);
    }

    /// <summary>Finds events as CloudTrail's LookupEvents does, the newest first, over the whole lake.</summary>
    /// <param name="attributes">What the events must have, all of it; empty for all events.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TrailLakeException">A file of the lake is damaged.</exception>
    public IAsyncEnumerable<LookupEvent> LookupAsync(
        IReadOnlyDictionary<LookupKey, string> attributes, CancellationToken cancellation = default)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(attributes);
        var wanted = attributes.Select(pair => new LookupAttribute(pair.Key, pair.Value)).ToList();
        return OtherThread.Read(token => EventLookup.Find(_sql, wanted, token), _running, cancellation);
    }

    /// <summary>Ends the session with all answers that are open, and removes what it spilled.</summary>
    public void Dispose()
    {
        _running.End();
        _sql.Stop();
        if (_lookingBack.IsValueCreated)
        {
            _lookingBack.Value.Stop();
        }

        _running.Wait();
        _sql.Dispose();
        if (_lookingBack.IsValueCreated)
        {
            _lookingBack.Value.Dispose();
        }
    }

    /// <summary>As <see cref="TimelineAsync"/>, with a session of its own.</summary>
    internal static IAsyncEnumerable<TimelineEntry> TimelineAloneAsync(
        Func<LakeSession> open, string entity, TimelineOptions? options, CancellationToken cancellation)
    {
        var about = Parse(entity);
        return OtherThread.Read(Read, new RunningAnswers(), cancellation);

        IEnumerable<TimelineEntry> Read(CancellationToken token)
        {
            using var session = open();
            foreach (var entry in new Timeline(session._sql, about, options).Read(token))
            {
                yield return entry;
            }
        }
    }

    internal LakeDataReader Read(string sql, IReadOnlyList<object?>? parameters, CancellationToken cancellation)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(sql);
        return _running.Run(() => _sql.Read(sql, parameters, cancellation));
    }

    internal LakeDataReader ReadAnswer(
        string question, IReadOnlyDictionary<string, string>? values, bool attempts, CancellationToken cancellation)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(question);
        var found = QuestionCatalog.Load().Get(question);
        var request = new QuestionRequest
        {
            Values = values ?? new Dictionary<string, string>(),
            Attempts = attempts,
            Filter = _options.Filter,
        };
        bool isAsShown = QuestionAsker.FilterOf(found, _options.Filter) == _options.Filter;
        return _running.Run(() => QuestionAsker.Read(isAsShown ? _sql : _lookingBack.Value, found, request, cancellation));
    }

    static Entity Parse(string entity)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entity);
        return Entity.Parse(entity);
    }

    Task<T> OnOtherThread<T>(Func<T> answer, CancellationToken cancellation)
    {
        ThrowIfDisposed();
        return Task.Run(() => _running.Run(answer), cancellation);
    }

    void ThrowIfDisposed() => _running.ThrowIfEnded();
}
