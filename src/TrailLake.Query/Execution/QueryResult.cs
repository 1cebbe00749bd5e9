using System.Collections.Immutable;
using System.Text.Json;
using DuckDB.NET.Native;
using TrailLake.Query.Sql;
using TrailLake.Query.Values;

namespace TrailLake.Query.Execution;

/// <summary>The rows of a query, streamed: one chunk of DuckDB's (2,048 rows) is in memory at a time.</summary>
sealed class QueryResult : IResultRow, IDisposable
{
    readonly DuckDBPreparedStatement _statement; // owned
    readonly QueryConnection _connection; // goes back at the end
    readonly VectorReader[] _readers;
    readonly CancellationTokenRegistration _interrupt;
    readonly CancellationToken _cancellation;
    DuckDBResult _result; // owned
    DuckDBDataChunk? _chunk; // owned
    StatementLog? _log;
    LoggedStatement? _logged;
    int _sourceColumn;
    int _indexColumn;
    int _eventColumn;
    ulong _rowsInChunk;
    ulong _row;
    bool _isAtEnd;
    bool _disposed;

    internal QueryResult(
        DuckDBPreparedStatement statement,
        DuckDBResult result,
        QueryConnection connection,
        CancellationTokenRegistration interrupt,
        CancellationToken cancellation)
    {
        _statement = statement;
        _connection = connection;
        _result = result;
        _interrupt = interrupt;
        _cancellation = cancellation;
        var count = (int)NativeMethods.Query.DuckDBColumnCount(ref _result);
        _readers = new VectorReader[count];
        var columns = ImmutableArray.CreateBuilder<QueryColumn>(count);
        for (var i = 0; i < count; i++)
        {
            var name = NativeMethods.Query.DuckDBColumnName(ref _result, i);
            using var type = NativeMethods.Query.DuckDBColumnLogicalType(ref _result, i);
            _readers[i] = VectorReader.Create(type, name);
            columns.Add(new QueryColumn(name, _readers[i].IsNumber));
        }

        Columns = columns.MoveToImmutable();
    }

    /// <summary>The columns.</summary>
    public ImmutableArray<QueryColumn> Columns { get; }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Read()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _row++;
        while (_row >= _rowsInChunk)
        {
            if (_isAtEnd || !ReadChunk())
            {
                _isAtEnd = true;
                return false;
            }

            _row = 0;
        }

        _log?.AddRow(_logged!, TextOf(_sourceColumn), TextOf(_indexColumn), TextOf(_eventColumn));
        return true;
    }

    /// <summary>True when the value is SQL NULL.</summary>
    public bool IsNull(int column) => Reader(column).IsNull(_row);

    /// <summary>The value as text: a structure as JSON, a time as ISO 8601. Null for SQL NULL.</summary>
    public string? GetText(int column) => IsNull(column) ? null : _readers[column].GetText(_row);

    /// <summary>The value of a whole number's column; null for SQL NULL.</summary>
    public long? GetInt64(int column) => IsNull(column) ? null : _readers[column].GetInt64(_row);

    /// <summary>True when the value is this text, or SQL NULL for null.</summary>
    internal bool IsText(int column, string? text) =>
        IsNull(column) ? text is null : text is not null && _readers[column].IsText(_row, text);

    /// <summary>Writes the value as JSON: a structure as an object or array, a number as a number, all else as a string.</summary>
    public void WriteJson(int column, Utf8JsonWriter writer) => Reader(column).WriteJson(_row, writer);

    /// <summary>Every row as texts; for small results.</summary>
    public IReadOnlyList<string?[]> ReadAll() => ReadAll(row =>
    {
        var texts = new string?[row._readers.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = row.GetText(i);
        }

        return texts;
    });

    /// <summary>What is read of every row; for small results.</summary>
    internal List<T> ReadAll<T>(Func<QueryResult, T> read)
    {
        var rows = new List<T>();
        while (Read())
        {
            rows.Add(read(this));
        }

        return rows;
    }

    /// <summary>Ends the query.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _rowsInChunk = 0;
        _interrupt.Dispose();
        _chunk?.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
        _statement.Dispose();
        _connection.Dispose();
    }

    /// <summary>Takes down every row that is read from now on.</summary>
    internal void LogTo(StatementLog log, LoggedStatement statement)
    {
        _sourceColumn = IndexOf("sourceObject");
        _indexColumn = IndexOf("sourceIndex");
        _eventColumn = IndexOf("eventID");
        statement.Rule = StatementLog.RuleOf(statement.Sql, _sourceColumn >= 0, _eventColumn >= 0);
        _log = log;
        _logged = statement;
    }

    string? TextOf(int column) => column < 0 ? null : GetText(column);

    /// <summary>Number of the column of a name, in any case of letters; -1 for none.</summary>
    internal int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    // DuckDB's memory is gone once the row is: before the first row, behind the last and after the end there is nothing to read.
    VectorReader Reader(int column) =>
        _row < _rowsInChunk ? _readers[column] : throw new InvalidOperationException("The result is at no row: Read goes to the next.");

    bool ReadChunk()
    {
        _rowsInChunk = 0;
        _chunk?.Dispose();
        _chunk = NativeMethods.Query.DuckDBFetchChunk(_result);
        if (_chunk.IsInvalid)
        {
            // The end of a stream and an error look alike but for the message.
            var error = NativeMethods.Query.DuckDBResultError(ref _result);
            return string.IsNullOrEmpty(error) ? false : throw SqlErrors.Of(error, _cancellation);
        }

        _rowsInChunk = NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        for (var i = 0; i < _readers.Length; i++)
        {
            _readers[i].Bind(NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i));
        }

        return true;
    }
}
