using TrailLake.Errors;
using TrailLake.Index;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Query.TableFunction;
using TrailLake.Store;

namespace TrailLake.Query.Session;

/// <summary>
/// Asks one snapshot of a lake in SQL. Views: <c>events</c>, <c>events_raw</c> (JSON <c>null</c> kept apart from an absent key),
/// <c>objects</c> (the ledger), <c>rejects</c>, <c>copies</c> and what is made of them: <c>verified_events</c>, <c>deliveries</c>. SQL can
/// read the lake and nothing else: no other file, no network, no extension, no write. Queries begin one after the other, whichever threads
/// they come from; several results may be open at once, each on a connection of its own.
/// </summary>
sealed class SqlSession : ICallerAddresses, IDisposable
{
    readonly LakeFiles _files;
    readonly SessionOptions _options;
    readonly SandboxedDuckDB _database;

    // Held while a query is planned and bound: the views of a search and the row function's statement are the session's, not the query's.
    readonly Lock _lock = new();

    SqlSession(LakeFiles files, SessionOptions options)
    {
        _files = files;
        _options = options;
        var pruning = new FilePruning();
        var events = pruning.Run(files.Events, options.Filter);
        var rows = files.Rows is { } source ? new RowTableFunction(source) : null;
        _database = new SandboxedDuckDB(files, options, events.Count, rows);
        Search = new SearchViews(_database, _lock, files, events, pruning, options.Filter, rows);
    }

    /// <summary>The folder that it spills to, for its owner alone; gone with the session.</summary>
    public string SpillFolder => _database.SpillFolder;

    /// <summary>Which data files the session's questions so far were spared.</summary>
    public SearchCounts Counts => Search.Counts;

    /// <summary>Bytes of the data files that the session's filter leaves.</summary>
    public long Bytes => Events.Sum(file => file.Source?.Bytes ?? 0);

    /// <summary>Views over the data files that can hold what is looked for.</summary>
    internal SearchViews Search { get; }

    /// <summary>The data files that the session's filter leaves.</summary>
    internal IReadOnlyList<LakeFile> Events => Search.Events;

    /// <summary>Events that the ledger counts and that this snapshot holds no more.</summary>
    internal IReadOnlyList<LakeDeduction> Deductions => _files.Deductions;

    /// <summary>Whether any event of the lake is known to have been delivered more than once.</summary>
    /// <exception cref="TrailLakeException">The lake knew it, and has lost it.</exception>
    internal bool HasCopies => _files.Copies.Count > 0;

    /// <summary>True when <see cref="SessionOptions.Log"/> wants to know from which events an answer was computed.</summary>
    internal bool IsLogged => _options.Log is not null;

    /// <summary>Opens a session over a snapshot's files.</summary>
    public static SqlSession Open(LakeFiles files, SessionOptions? options = null) => new(files, options ?? new SessionOptions());

    /// <summary>Runs one statement of a user that reads.</summary>
    /// <param name="parameters">Texts for the question marks of the statement.</param>
    /// <exception cref="TrailLakeException">The statement is wrong or does more than read, or a file of the lake is damaged.</exception>
    public QueryResult Query(string sql, IReadOnlyList<string>? parameters = null, CancellationToken cancellation = default) =>
        Ask(new LakeQuery(sql) { Parameters = parameters ?? [], IsUsers = true }, cancellation);

    /// <summary>As <see cref="Query"/>, with typed values.</summary>
    /// <param name="parameters">Values for the question marks of the statement.</param>
    public LakeDataReader Read(string sql, IReadOnlyList<object?>? parameters = null, CancellationToken cancellation = default) =>
        Read(new LakeQuery(sql) { IsUsers = true }, parameters ?? [], cancellation);

    /// <summary>As <see cref="Ask"/>, with typed values.</summary>
    /// <inheritdoc cref="Read(string, IReadOnlyList{object?}?, CancellationToken)"/>
    public LakeDataReader Read(LakeQuery query, IReadOnlyList<object?> parameters, CancellationToken cancellation) => Start(
        query, (connection, members) => connection.ExecuteReader(query, parameters, members, cancellation), cancellation);

    /// <summary>Writes the rows of a user's SELECT to <see cref="SessionOptions.ParquetOutput"/>; returns their number.</summary>
    public long WriteParquet(string sql, CancellationToken cancellation = default) =>
        WriteParquet(new LakeQuery(sql) { IsUsers = true }, cancellation);

    /// <summary>Whether there is any event to look for; asks no data file when it need not.</summary>
    public bool HasEvents(CancellationToken cancellation = default)
    {
        // No data file is empty, but of a day that is wanted in part there may be the other part only.
        return Events.Count > 0
            && (_options.Filter is { From: null, To: null } || Any(new LakeQuery("SELECT 1 FROM events LIMIT 1"), cancellation));
    }

    /// <summary>Stops what runs, and lets nothing more begin; what is open stays until <see cref="Dispose"/>.</summary>
    public void Stop() => _database.Stop();

    /// <summary>Ends the session and removes what it spilled.</summary>
    public void Dispose()
    {
        _database.Dispose();
        Search.Dispose();
    }

    IReadOnlyList<string> ICallerAddresses.CallerAddresses(IndexQuery indexQuery, CancellationToken cancellation) =>
        Search.CallerAddresses(indexQuery, cancellation);

    /// <summary>Answers a query.</summary>
    /// <exception cref="TrailLakeException">The statement is wrong or does more than read, or a file of the lake is damaged.</exception>
    internal QueryResult Ask(LakeQuery query, CancellationToken cancellation = default)
    {
        var result = Start(query, (connection, members) => connection.Execute(query, members, cancellation), cancellation);
        if (_options.Log is { } log && !query.IsAside)
        {
            result.LogTo(log, log.Begin(query.Sql, query.Parameters));
        }

        return result;
    }

    /// <summary>What is read of every row of a query's answer; for small answers.</summary>
    internal List<T> ReadAll<T>(LakeQuery query, Func<QueryResult, T> read, CancellationToken cancellation = default)
    {
        using var result = Ask(query, cancellation);
        return result.ReadAll(read);
    }

    /// <summary>Whether a query's answer has a row.</summary>
    internal bool Any(LakeQuery query, CancellationToken cancellation)
    {
        using var result = Ask(query, cancellation);
        return result.Read();
    }

    /// <summary>Answers a query, and writes the rows to <see cref="SessionOptions.ParquetOutput"/>. Returns the number of rows.</summary>
    internal long WriteParquet(LakeQuery query, CancellationToken cancellation)
    {
        var path = _options.ParquetOutput
            ?? throw new InvalidOperationException($"The session was opened without {nameof(SessionOptions.ParquetOutput)}.");
        if (StatementCheck.Subject(query.Sql).Length != query.Sql.Length)
        {
            throw new TrailLakeException(ErrorKind.Query, "EXPLAIN cannot be written as Parquet");
        }

        var rows = ParquetOutput.Write(path, _options.OutputMode, partial =>
        {
            // Quoted as a text for query(), the statement cannot end the COPY around it, whatever comments or semicolons it has.
            var copy = $"COPY (FROM query({SqlText.Literal(query.Sql)})) TO {SqlText.Literal(partial)} "
                + "(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)";
            using var result = Start(
                query, (connection, members) => connection.Execute(new LakeQuery(copy), members, cancellation), cancellation);
            return result.Read() ? result.GetInt64(0) ?? 0 : 0;
        });
        if (_options.Log?.Begin(query.Sql, []) is { } statement)
        {
            statement.Rows = rows;
        }

        return rows;
    }

    /// <summary>Gives <see cref="SessionOptions.Log"/> the objects of the events that an answer was computed from.</summary>
    /// <param name="from">What stands behind FROM; it has the columns <c>sourceObject</c> and <c>sourceIndex</c>.</param>
    internal void LogContributing(string from, CancellationToken cancellation)
    {
        if (_options.Log is not { } log)
        {
            return;
        }

        if (AddContributing(log, $"SELECT DISTINCT sourceObject FROM {from}", cancellation) && HasCopies)
        {
            AddContributing(
                log,
                $"""
                SELECT DISTINCT object FROM copy_groups WHERE "group" IN (
                    SELECT own."group" FROM {from} AS named
                    JOIN copy_parts AS own ON own.object = named.sourceObject AND own.part = named.sourceIndex // 1024
                        AND named.sourceIndex BETWEEN own.first AND own.last)
                """,
                cancellation);
        }
    }

    // False when there are too many to name.
    bool AddContributing(StatementLog log, string sql, CancellationToken cancellation)
    {
        using var result = Ask(new LakeQuery(sql) { IsAside = true }, cancellation);
        while (result.Read())
        {
            if (!log.AddContributing(result.GetText(0) ?? ""))
            {
                return false;
            }
        }

        return true;
    }

    // Makes what the statement needs, and starts it on a connection of its own.
    T Start<T>(LakeQuery query, Func<QueryConnection, IReadOnlyList<bool>, T> start, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var members = Plan(query, cancellation);
            return _database.Start(connection =>
            {
                foreach (var (name, value) in query.Variables)
                {
                    _options.Log?.SetVariable(name, value);
                    connection.SetVariable(name, value is null ? "NULL::VARCHAR" : SqlText.Literal(value));
                }

                foreach (var (name, values) in query.Lists)
                {
                    connection.SetVariable(name, SqlText.List(values));
                }

                return start(connection, members);
            });
        }
    }

    // Returns the members of structs and lists that the statement looks at.
    IReadOnlyList<bool> Plan(LakeQuery query, CancellationToken cancellation)
    {
        Search.MakeViews(query);
        if (!query.IsUsers)
        {
            return StructMembers.Named(query.Sql);
        }

        var judged = Judge(query.Sql, cancellation);
        Search.MakeEventsWith(judged.Searched, cancellation);
        return judged.Members;
    }

    JudgedStatement Judge(string sql, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(sql))
        {
            throw new TrailLakeException(ErrorKind.Query, "the SQL is empty");
        }

        // C strings end at a NUL: what stands behind it would be seen by one judge and not by the other.
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw new TrailLakeException(ErrorKind.Query, "the SQL holds a NUL character");
        }

        var serialize = new LakeQuery("SELECT json_serialize_sql(?::VARCHAR)") { Parameters = [StatementCheck.Subject(sql)] };
        using (var result = _database.Execute(serialize, cancellation))
        {
            result.Read();
            if (StatementCheck.Read(result.GetText(0)!) is { } judged)
            {
                return judged;
            }
        }

        // The preparation points at the place of a syntax error. Should it understand what the parser did not, it is refused all the same.
        using (var connection = _database.Rent())
        {
            connection.Check(sql, cancellation);
        }

        throw SqlErrors.Refused("this statement does more than read");
    }
}
