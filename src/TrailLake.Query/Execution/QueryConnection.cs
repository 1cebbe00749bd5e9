using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using TrailLake.Errors;
using TrailLake.Query.Sql;
using TrailLake.Query.TableFunction;

namespace TrailLake.Query.Execution;

/// <summary>One of the connections to a session's DuckDB, with variables of its own and one result at a time.</summary>
/// <param name="database">What it goes back to when its result has ended.</param>
/// <param name="connection">The connection; owned.</param>
/// <param name="rows">Reads single rows; null when DuckDB reads whole columns.</param>
sealed class QueryConnection(SandboxedDuckDB database, DuckDBConnection connection, RowTableFunction? rows) : IDisposable
{
    IDisposable? _result; // what is open on it

    /// <summary>Up to which of them it has the lists of files that views are over.</summary>
    public int ListVersion { get; set; }

    /// <summary>Sets what <c>getvariable</c> gives.</summary>
    /// <param name="literal">The value as SQL.</param>
    public void SetVariable(string name, string literal) => Run($"{SqlText.SetVariable}{SqlText.Name(name)} = {literal}");

    /// <summary>Runs statements without rows.</summary>
    /// <exception cref="DuckDBException">One of them is wrong, or a file cannot be read.</exception>
    public void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement. The connection goes back with the result's end.</summary>
    /// <param name="members">For each leaf inside a struct or a list whether the statement looks at it.</param>
    public QueryResult Execute(LakeQuery query, IReadOnlyList<bool> members, CancellationToken cancellation)
    {
        rows?.BindFor(new RowStatement(members, cancellation));
        var statement = Prepare(query, query.Parameters.Count, cancellation);
        var interrupt = default(CancellationTokenRegistration);
        try
        {
            for (var i = 0; i < query.Parameters.Count; i++)
            {
                NativeMethods.PreparedStatements.DuckDBBindVarchar(statement, i + 1, query.Parameters[i]);
            }

            cancellation.ThrowIfCancellationRequested();
            interrupt = cancellation.Register(Interrupt);
            if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result) == DuckDBState.Success)
            {
                try
                {
                    var answer = new QueryResult(statement, result, this, interrupt, cancellation);
                    _result = answer;
                    return answer;
                }
                catch
                {
                    NativeMethods.Query.DuckDBDestroyResult(ref result);
                    throw;
                }
            }

            var error = NativeMethods.Query.DuckDBResultError(ref result);
            NativeMethods.Query.DuckDBDestroyResult(ref result);
            throw SqlErrors.Of(error, cancellation);
        }
        catch
        {
            interrupt.Dispose();
            statement.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="Execute"/>, for users of the library: values have types, parameters too.</summary>
    /// <param name="parameters">Values for the question marks; <see cref="LakeQuery.Parameters"/> is not looked at.</param>
    public LakeDataReader ExecuteReader(
        LakeQuery query, IReadOnlyList<object?> parameters, IReadOnlyList<bool> members, CancellationToken cancellation)
    {
        rows?.BindFor(new RowStatement(members, cancellation));
        Prepare(query, parameters.Count, cancellation).Dispose();
        cancellation.ThrowIfCancellationRequested();
        var command = connection.CreateCommand();
        var interrupt = cancellation.Register(Interrupt);
        try
        {
            command.CommandText = query.Sql;
            command.UseStreamingMode = true;
            for (var i = 0; i < parameters.Count; i++)
            {
                command.Parameters.Add(QueryParameter.Of(parameters[i], i));
            }

            var reader = new LakeDataReader(command, command.ExecuteReader(), this, interrupt, cancellation);
            _result = reader;
            return reader;
        }
        catch (Exception e)
        {
            interrupt.Dispose();
            command.Dispose();
            if (e is DuckDBException)
            {
                throw SqlErrors.Of(e.Message, cancellation);
            }

            throw;
        }
    }

    /// <summary>Prepares a statement without a value for its parameters, to see what is wrong with it.</summary>
    public void Check(string sql, CancellationToken cancellation) => Prepare(sql, cancellation).Dispose();

    /// <summary>Stops the statement that runs.</summary>
    public void Interrupt() => connection.NativeConnection.Interrupt();

    /// <summary>Ends its result and itself; the session is at its end.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _result, null)?.Dispose();
        connection.Dispose();
    }

    /// <summary>Gives it back: its result has ended.</summary>
    public void Dispose()
    {
        _result = null;
        database.Return(this);
    }

    DuckDBPreparedStatement Prepare(LakeQuery query, int parameters, CancellationToken cancellation)
    {
        var statement = Prepare(query.Sql, cancellation);
        try
        {
            if (query.IsUsers)
            {
                StatementCheck.CheckType(DuckDBStatements.TypeOf(statement));
            }

            var expected = NativeMethods.PreparedStatements.DuckDBParams(statement);
            return expected == parameters
                ? statement
                : throw new TrailLakeException(
                    ErrorKind.Query,
                    string.Create(CultureInfo.InvariantCulture, $"the SQL has {expected} parameters, and {parameters} were given"));
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    // One statement, or an error.
    DuckDBPreparedStatement Prepare(string sql, CancellationToken cancellation)
    {
        var native = connection.NativeConnection;
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(native, sql, out var extracted);
        using (extracted)
        {
            if (count != 1)
            {
                throw count > 1
                    ? SqlErrors.NotOne(count)
                    : SqlErrors.Of(
                        NativeMethods.ExtractStatements.DuckDBExtractStatementsError(extracted) ?? "the SQL is empty", cancellation);
            }

            if (NativeMethods.ExtractStatements.DuckDBPrepareExtractedStatement(native, extracted, 0, out var statement)
                == DuckDBState.Success)
            {
                return statement;
            }

            var error = NativeMethods.PreparedStatements.DuckDBPrepareError(statement);
            statement.Dispose();
            throw SqlErrors.Of(error, cancellation);
        }
    }
}
