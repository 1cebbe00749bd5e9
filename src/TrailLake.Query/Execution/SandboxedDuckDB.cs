using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
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
            Run(Settings(options, footers));
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
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        catch (DuckDBException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="members">For each leaf inside a struct or a list whether the statement looks at it.</param>
    public QueryResult Execute(LakeQuery query, IReadOnlyList<bool> members, CancellationToken cancellation)
    {
        _rows?.BindFor(new RowStatement(members, cancellation));
        var statement = Prepare(query.Sql, cancellation);
        try
        {
            if (query.IsUsers)
            {
                StatementCheck.CheckType(DuckDBStatements.TypeOf(statement));
            }

            BindParameters(statement, query.Parameters);
            cancellation.ThrowIfCancellationRequested();
            var interrupt = cancellation.Register(
                static connection => ((DuckDBConnection)connection!).NativeConnection.Interrupt(), _connection);
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

    /// <summary>Prepares a statement, which is one or an error.</summary>
    public DuckDBPreparedStatement Prepare(string sql, CancellationToken cancellation)
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

    /// <summary>Ends it and removes what it spilled.</summary>
    public void Dispose()
    {
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
        var sql = $"SET parquet_metadata_cache = {(footers <= MostKeptFooters ? "true" : "false")}; "
            + "SET enable_external_file_cache = false; "
            + $"SET TimeZone = 'UTC'; SET temp_directory = {SqlText.Literal(SpillFolder)}; SET enable_progress_bar = false;";
        if (options.Threads > 0)
        {
            sql += string.Create(CultureInfo.InvariantCulture, $" SET threads = {options.Threads};");
        }

        return options.MemoryLimit is null ? sql : sql + $" SET memory_limit = {SqlText.Literal(options.MemoryLimit)};";
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
                ? SqlErrors.NotOne(count)
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
