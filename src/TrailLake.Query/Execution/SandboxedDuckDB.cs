using System.Globalization;
using DuckDB.NET.Data;
using TrailLake.Errors;
using TrailLake.Paths;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Query.TableFunction;

namespace TrailLake.Query.Execution;

/// <summary>A DuckDB in memory that can read the tables of one lake and nothing else: no other file, no network.</summary>
sealed class SandboxedDuckDB : IDisposable
{
    /// <summary>Data files whose footers are kept in memory, half a gigabyte of them; of larger lakes none.</summary>
    const int MostKeptFooters = 4096;

    readonly DuckDBConnection _connection = new("Data Source=:memory:");
    readonly string _lake;
    readonly RowTableFunction? _rows;
    readonly Lock _lock = new();
    readonly Stack<QueryConnection> _idle = [];
    readonly HashSet<QueryConnection> _rented = [];

    // The lists of files that the views are over are variables, which each connection has for itself.
    readonly Dictionary<string, (string Sql, int Version)> _lists = [];
    int _listVersion;
    bool _isStopped;
    bool _isDisposed;

    /// <param name="files">The lake.</param>
    /// <param name="footers">Data files that may be read.</param>
    /// <param name="rows">Reads single rows; null when DuckDB reads whole columns.</param>
    public SandboxedDuckDB(LakeFiles files, SessionOptions options, int footers, RowTableFunction? rows)
    {
        _lake = files.Directory;
        _rows = rows;
        SpillFolder = Path.Combine(Path.GetTempPath(), "traillake-" + Path.GetRandomFileName());
        PrivateFile.CreateFolder(SpillFolder);
        try
        {
            _connection.Open();
            _idle.Push(new QueryConnection(this, _connection, rows));
            Run(Settings(options, footers));
            if (options.MemoryLimit is { } limit)
            {
                LimitMemory(limit);
            }

            rows?.Register(_connection.NativeConnection.DangerousGetHandle());
            Run(Lock(files, options));
        }
        catch (DuckDBException e)
        {
            Dispose();
            throw Unreadable(e);
        }
        catch (TrailLakeException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder that it spills to, for its owner alone; gone with the session.</summary>
    public string SpillFolder { get; }

    /// <summary>Runs statements without rows. A view is made over the lake's files: DuckDB opens the first one then.</summary>
    public void Run(string sql)
    {
        using var connection = Rent();
        try
        {
            connection.Run(sql);
        }
        catch (DuckDBException e)
        {
            throw Unreadable(e);
        }

        if (sql.StartsWith(SqlText.SetVariable, StringComparison.Ordinal))
        {
            lock (_lock)
            {
                var name = sql[SqlText.SetVariable.Length..sql.IndexOf(" = ", StringComparison.Ordinal)];
                _lists[name] = (sql, connection.ListVersion = ++_listVersion);
            }
        }
    }

    /// <summary>A connection for one result: DuckDB has one stream open on each.</summary>
    /// <exception cref="ObjectDisposedException">It has ended.</exception>
    public QueryConnection Rent()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            var connection = _idle.TryPop(out var idle) ? idle : OpenConnection();
            _rented.Add(connection);
            foreach (var (sql, _) in _lists.Values.Where(list => list.Version > connection.ListVersion))
            {
                connection.Run(sql);
            }

            connection.ListVersion = _listVersion;
            return connection;
        }
    }

    /// <summary>Runs a statement of the library's own beside the answer.</summary>
    public QueryResult Execute(LakeQuery query, CancellationToken cancellation) =>
        Start(connection => connection.Execute(query, StructMembers.All, cancellation));

    /// <summary>Starts a result on a connection of its own, which goes back at once when that fails.</summary>
    public T Start<T>(Func<QueryConnection, T> start)
    {
        var connection = Rent();
        try
        {
            return start(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes a connection back, to be used again.</summary>
    internal void Return(QueryConnection connection)
    {
        lock (_lock)
        {
            if (_rented.Remove(connection))
            {
                _idle.Push(connection);
            }
        }
    }

    /// <summary>Stops the statements that run, and lets no more begin.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            foreach (var connection in _rented)
            {
                connection.Interrupt();
            }
        }
    }

    /// <summary>Ends it with all results that are open, and removes what it spilled.</summary>
    public void Dispose()
    {
        QueryConnection[] connections;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isStopped = _isDisposed = true;
            connections = [.. _rented, .. _idle];
            _rented.Clear();
            _idle.Clear();
        }

        foreach (var connection in connections)
        {
            connection.Close();
        }

        // The others were opened with it.
        _connection.Dispose();
        try
        {
            if (Directory.Exists(SpillFolder))
            {
                Directory.Delete(SpillFolder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stands in the system's temporary folder, which is cleaned anyway.
        }
    }

    string Settings(SessionOptions options, int footers)
    {
        // Without a folder of its own, an in-memory database spills to `.tmp` in the working directory. What DuckDB read of the files'
        // footers it keeps for later questions: some 125 KB a file, which count in its memory limit and make room for others when that is
        // reached. The bytes of the files it does not keep: the system does, and of a lake of 20,000 small files they took 16 to 28 KB a
        // file and no time off.
        var sql = $"SET GLOBAL parquet_metadata_cache = {(footers <= MostKeptFooters ? "true" : "false")}; "
            + "SET GLOBAL enable_external_file_cache = false; "
            + $"SET GLOBAL TimeZone = 'UTC'; SET temp_directory = {SqlText.Literal(SpillFolder)}; SET enable_progress_bar = false;";
        if (options.Threads > 0)
        {
            sql += string.Create(CultureInfo.InvariantCulture, $" SET threads = {options.Threads};");
        }

        return sql;
    }

    void LimitMemory(string limit)
    {
        try
        {
            using var connection = Rent();
            connection.Run($"SET memory_limit = {SqlText.Literal(limit)}");
        }
        catch (DuckDBException e)
        {
            throw new TrailLakeException(
                ErrorKind.Usage, $"the memory limit '{TerminalText.Escape(limit)}' is none: give a size such as 2GB", limit, e);
        }
    }

    static string Lock(LakeFiles files, SessionOptions options)
    {
        var output = options.ParquetOutput;
        var paths = output is null ? "" : $"SET allowed_paths = {SqlText.List([ParquetOutput.PartialPath(output)])};";
        return $"SET allowed_directories = {SqlText.List(files.TableFolders)}; {paths}"
            + "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET allow_community_extensions = false;"
            + "SET allow_persistent_secrets = false; SET enable_external_access = false; SET lock_configuration = true;";
    }

    TrailLakeException Unreadable(DuckDBException e)
    {
        var what = SqlErrors.DamageOf(e.Message) ?? $"the lake {_lake} cannot be read: {e.Message.ReplaceLineEndings(" ")}";
        return new TrailLakeException(ErrorKind.Lake, what, _lake, e);
    }

    // The catalog, with its views and functions, is one for all connections; so are the settings.
    QueryConnection OpenConnection()
    {
        var connection = _connection.Duplicate();
        connection.Open();
        return new QueryConnection(this, connection, _rows);
    }
}
