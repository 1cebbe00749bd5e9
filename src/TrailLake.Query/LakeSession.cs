using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using TrailLake.Errors;
using TrailLake.Files;
using TrailLake.Query.Copies;
using TrailLake.Query.Evidence;
using TrailLake.Query.Rows;
using TrailLake.Query.Search;

namespace TrailLake.Query;

/// <summary>
/// Asks one snapshot of a lake in SQL. Views: <c>events</c>, <c>events_raw</c> (JSON <c>null</c> kept apart from an absent key),
/// <c>objects</c> (the ledger), <c>rejects</c>, <c>copies</c> and what is made of them: <c>verified_events</c>, <c>deliveries</c>. SQL can
/// read the lake and nothing else: no other file, no network, no extension, no write. A session is used by one thread at a time.
/// </summary>
public sealed partial class LakeSession : IDisposable
{
    /// <summary>Data files whose footers are kept in memory, half a gigabyte of them; of larger lakes none.</summary>
    const int MostKeptFooters = 4096;

    readonly DuckDBConnection _connection;
    readonly SessionOptions _options;
    readonly string _spill;
    readonly SessionScripts _scripts;
    readonly RowFunction? _rows; // null when DuckDB reads whole columns

    LakeSession(LakeFiles files, SessionOptions options)
    {
        _options = options;
        _files = files;
        _events = _pruning.Run(files.Events, options.Filter);
        _scripts = new SessionScripts(LakeViews.Create(files, ShowFiles, options.Filter, () => CopyGroups.Create(this, files)));
        _rows = files.Rows is { } source ? new RowFunction(source) : null;
        _spill = Path.Combine(Path.GetTempPath(), "traillake-" + Path.GetRandomFileName());
        PrivateFile.CreateFolder(_spill);
        _connection = new DuckDBConnection("Data Source=:memory:");
        try
        {
            _connection.Open();
            Run(Settings(options));
            _rows?.Register(_connection.NativeConnection.DangerousGetHandle());
            Run(Lock(files, options));
        }
        catch (DuckDBException e)
        {
            Dispose();
            throw Unreadable(e);
        }
    }

    /// <summary>The folder that it spills to, for its owner alone; gone with the session.</summary>
    public string SpillFolder => _spill;

    /// <summary>Opens a session over a snapshot's files.</summary>
    public static LakeSession Open(LakeFiles files, SessionOptions? options = null) => new(files, options ?? new SessionOptions());

    /// <summary>Runs one statement that reads.</summary>
    /// <param name="parameters">Texts for the question marks of the statement.</param>
    /// <exception cref="TrailLakeException">The statement is wrong, or does more than read; or a file of the lake is missing or damaged.</exception>
    public QueryResult Query(string sql, IReadOnlyList<string>? parameters = null, CancellationToken cancellation = default)
    {
        CheckReads(sql, cancellation);
        var result = Execute(sql, parameters ?? [], isOwn: false, cancellation);
        if (_options.Log is { } log)
        {
            result.LogTo(log, log.Begin(sql, parameters ?? []));
        }

        return result;
    }

    /// <summary>Runs a statement whose rows are not part of the answer, only of the words beside it: <see cref="SessionOptions.Log"/> does not get it.</summary>
    internal QueryResult QueryAside(string sql, CancellationToken cancellation)
    {
        CheckReads(sql, cancellation);
        return Execute(sql, [], isOwn: false, cancellation);
    }

    /// <summary>True when <see cref="SessionOptions.Log"/> wants to know from which events an answer was computed.</summary>
    internal bool IsLogged => _options.Log is not null;

    /// <summary>
    /// Says from which events an answer was computed whose rows do not name them: <see cref="SessionOptions.Log"/> gets all objects that
    /// delivered them.
    /// </summary>
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
                    JOIN copy_parts AS own
                        ON own.object = named.sourceObject AND own.part = named.sourceIndex // 1024 AND named.sourceIndex BETWEEN own.first AND own.last)
                """,
                cancellation);
        }
    }

    // False when there are too many to name.
    bool AddContributing(StatementLog log, string sql, CancellationToken cancellation)
    {
        using var result = QueryAside(sql, cancellation);
        while (result.Read())
        {
            if (!log.AddContributing(result.GetText(0) ?? ""))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Runs a SELECT and writes its rows to <see cref="SessionOptions.ParquetOutput"/>. Returns the number of rows.</summary>
    public long WriteParquet(string sql, CancellationToken cancellation = default)
    {
        var path = _options.ParquetOutput
            ?? throw new InvalidOperationException($"The session was opened without {nameof(SessionOptions.ParquetOutput)}.");
        CheckReads(sql, cancellation);
        if (StatementJudge.Subject(sql).Length != sql.Length)
        {
            throw new TrailLakeException(ErrorKind.Query, "EXPLAIN cannot be written as Parquet");
        }

        // Quoted as a text for query(), the statement cannot end the COPY around it, whatever comments or semicolons it has.
        var partial = PartialPath(path);
        try
        {
            // There before DuckDB opens it: it keeps the mode of what it overwrites.
            PrivateFile.Create(partial, PrivateFile.ModeOf(path, _options.OutputMode)).Dispose();
            using var result = Execute(
                $"COPY (FROM query({SqlText.Literal(sql)})) TO {SqlText.Literal(partial)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)", [], isOwn: true, cancellation);
            var rows = result.Read() ? result.GetInt64(0) ?? 0 : 0;
            File.Move(partial, path, overwrite: true);
            if (_options.Log?.Begin(sql, []) is { } statement)
            {
                statement.Rows = rows;
            }

            return rows;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || e.Message.Contains(partial, StringComparison.Ordinal))
        {
            throw new TrailLakeException(ErrorKind.Storage, $"{path} cannot be written: {CauseOf(e.Message, partial)}", path, e);
        }
        finally
        {
            PrivateFile.Delete(partial);
        }
    }

    // DuckDB names the file, and behind it the system's reason.
    static string CauseOf(string message, string path)
    {
        int at = message.IndexOf(path, StringComparison.Ordinal);
        var cause = at < 0 ? message : message[(at + path.Length)..].TrimStart('"', '\'', ':', ' ');
        return cause.Split(['\n', ';'], 2)[0];
    }

    /// <summary>Ends the session and removes what it spilled.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _needles?.Dispose();
        try
        {
            if (Directory.Exists(_spill))
            {
                Directory.Delete(_spill, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stands in the system's temporary folder, which is cleaned anyway.
        }
    }

    static string PartialPath(string path) => path + ".partial";

    string Settings(SessionOptions options)
    {
        // Without a folder of its own, an in-memory database spills to `.tmp` in the working directory. What DuckDB read of the files' footers it
        // keeps for later questions: some 125 KB a file, which count in its memory limit and make room for others when that is reached.
        // The bytes of the files it does not keep: the system does, and of a lake of 20,000 small files they took 16 to 28 KB a file and no time off.
        var keepsFooters = _events.Count <= MostKeptFooters ? "true" : "false";
        var sql = $"SET parquet_metadata_cache = {keepsFooters}; SET enable_external_file_cache = false; SET TimeZone = 'UTC'; SET temp_directory = {SqlText.Literal(_spill)}; SET enable_progress_bar = false;";
        if (options.Threads > 0)
        {
            sql += string.Create(CultureInfo.InvariantCulture, $" SET threads = {options.Threads};");
        }

        return options.MemoryLimit is null ? sql : sql + $" SET memory_limit = {SqlText.Literal(options.MemoryLimit)};";
    }

    static string Lock(LakeFiles files, SessionOptions options)
    {
        var paths = options.ParquetOutput is null ? "" : $"SET allowed_paths = {SqlText.List([PartialPath(options.ParquetOutput)])};";
        return $"SET allowed_directories = {SqlText.List(files.TableFolders)}; {paths}"
            + "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET allow_community_extensions = false;"
            + "SET allow_persistent_secrets = false; SET enable_external_access = false; SET lock_configuration = true;";
    }

    void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // Views are made over the lake's files: DuckDB opens the first one then.
    void RunOnLake(string sql)
    {
        try
        {
            Run(sql);
        }
        catch (DuckDBException e)
        {
            throw Unreadable(e);
        }
    }

    TrailLakeException Unreadable(DuckDBException e) =>
        new(
            ErrorKind.Lake, SqlErrors.DamageOf(e.Message) ?? $"the lake {_files.Directory} cannot be read: {e.Message.ReplaceLineEndings(" ")}", _files.Directory, e);

    /// <summary>Sets what <c>getvariable(name)</c> gives: a text, or NULL.</summary>
    internal void SetVariable(string name, string? value)
    {
        _options.Log?.SetVariable(name, value);
        Run($"SET VARIABLE {SqlText.Name(name)} = {(value is null ? "NULL::VARCHAR" : SqlText.Literal(value))}");
    }

    /// <summary>Sets what <c>getvariable(name)</c> gives: a list of texts.</summary>
    internal void SetList(string name, IEnumerable<string> values) => Run($"SET VARIABLE {SqlText.Name(name)} = {SqlText.List(values)}");

    /// <summary>Runs statements of the library that give no rows.</summary>
    internal void RunOwn(string sql) => RunOnLake(sql);

    /// <summary>Runs a statement of the library itself, which no judge needs to see.</summary>
    internal QueryResult QueryOwn(string sql, IReadOnlyList<string> parameters, CancellationToken cancellation = default) =>
        Execute(sql, parameters, isOwn: true, cancellation);

    /// <summary>
    /// Runs a statement of the library over <c>objects_history</c>, and makes no view but that: the ledger's column of events bears the name of
    /// one that is dear to make.
    /// </summary>
    internal QueryResult QueryLedger(string sql, CancellationToken cancellation) => QueryOver("objects_history", sql, [], cancellation);

    /// <summary>As <see cref="QueryLedger"/>, over another of the lake's views.</summary>
    internal QueryResult QueryOver(string view, string sql, IReadOnlyList<string> parameters, CancellationToken cancellation)
    {
        foreach (var statement in _scripts.For(view))
        {
            RunOnLake(statement);
        }

        return Execute(sql, parameters, isOwn: true, cancellation);
    }

    /// <summary>Whether any event of the lake is known to have been delivered more than once.</summary>
    /// <exception cref="TrailLakeException">The lake knew it, and has lost it.</exception>
    internal bool HasCopies => _files.Copies.Count > 0;

    void CheckReads(string sql, CancellationToken cancellation)
    {
        RenewFiles();
        foreach (var statement in _scripts.For(sql))
        {
            RunOnLake(statement);
        }

        if (string.IsNullOrWhiteSpace(sql))
        {
            throw new TrailLakeException(ErrorKind.Query, "the SQL is empty");
        }

        // C strings end at a NUL: what stands behind it would be seen by one judge and not by the other.
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw new TrailLakeException(ErrorKind.Query, "the SQL holds a NUL character");
        }

        string tree;
        using (var result = Execute("SELECT json_serialize_sql(?::VARCHAR)", [StatementJudge.Subject(sql)], isOwn: true, cancellation))
        {
            result.Read();
            tree = result.GetText(0)!;
        }

        var searched = new List<EventsWithUse>();
        var isRead = StatementJudge.CheckTree(tree, searched, out var members);
        if (_rows is not null)
        {
            _rows.Members = members;
        }

        MakeEventsWith(searched, cancellation);
        if (!isRead)
        {
            // The preparation points at the place of a syntax error. Should it understand what the parser did not, it is refused all the same.
            Prepare(sql, cancellation).Dispose();
            throw SqlErrors.Refused("this statement does more than read");
        }
    }

    QueryResult Execute(string sql, IReadOnlyList<string> parameters, bool isOwn, CancellationToken cancellation)
    {
        if (_rows is not null)
        {
            _rows.Cancellation = cancellation;
        }

        var statement = Prepare(sql, cancellation);
        try
        {
            if (!isOwn)
            {
                StatementJudge.CheckType(DuckDBStatements.TypeOf(statement));
            }

            BindParameters(statement, parameters);
            cancellation.ThrowIfCancellationRequested();
            var interrupt = cancellation.Register(static connection => ((DuckDBConnection)connection!).NativeConnection.Interrupt(), _connection);
            if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result) == DuckDBState.Success)
            {
                return new QueryResult(statement, result, interrupt, cancellation);
            }

            interrupt.Dispose();
            var error = NativeMethods.Query.DuckDBResultError(ref result);
            NativeMethods.Query.DuckDBDestroyResult(ref result);
            throw SqlErrors.Of(error, cancellation);
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    DuckDBPreparedStatement Prepare(string sql, CancellationToken cancellation)
    {
        using var extracted = Extract(sql, cancellation);
        if (NativeMethods.ExtractStatements.DuckDBPrepareExtractedStatement(_connection.NativeConnection, extracted, 0, out var statement)
            == DuckDBState.Success)
        {
            return statement;
        }

        var error = NativeMethods.PreparedStatements.DuckDBPrepareError(statement);
        statement.Dispose();
        throw SqlErrors.Of(error, cancellation);
    }

    DuckDBExtractedStatements Extract(string sql, CancellationToken cancellation)
    {
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(_connection.NativeConnection, sql, out var extracted);
        if (count == 1)
        {
            return extracted;
        }

        using (extracted)
        {
            throw count > 1
                ? new TrailLakeException(ErrorKind.Query, string.Create(CultureInfo.InvariantCulture, $"found {count} statements, expected one"))
                : SqlErrors.Of(NativeMethods.ExtractStatements.DuckDBExtractStatementsError(extracted) ?? "the SQL is empty", cancellation);
        }
    }

    static void BindParameters(DuckDBPreparedStatement statement, IReadOnlyList<string> parameters)
    {
        var expected = NativeMethods.PreparedStatements.DuckDBParams(statement);
        if (expected != parameters.Count)
        {
            throw new TrailLakeException(
                ErrorKind.Query,
                string.Create(CultureInfo.InvariantCulture, $"the SQL has {expected} parameters, and {parameters.Count} were given"));
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            NativeMethods.PreparedStatements.DuckDBBindVarchar(statement, i + 1, parameters[i]);
        }
    }
}
