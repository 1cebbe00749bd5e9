using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DuckDB.NET.Data;
using TrailLake.Query.Sql;

namespace TrailLake.Query.Execution;

/// <summary>
/// The rows of a query for users of the library: DuckDB.NET's reader, made safe. Its values stay what they are when the reader moves on,
/// times are UTC, errors say what is wrong with which column, and any thread may end it while another reads.
/// </summary>
sealed class LakeDataReader : DbDataReader
{
    readonly Lock _lock = new();
    readonly DuckDBCommand _command; // owned
    readonly DuckDBDataReader _rows; // owned
    readonly QueryConnection _connection; // goes back at the end
    readonly CancellationTokenRegistration _interrupt;
    readonly CancellationToken _cancellation;
    IDisposable? _session; // owned, where nobody else has it
    bool _isAtRow;
    bool _isAtEnd;
    bool _isClosed;

    public LakeDataReader(
        DuckDBCommand command,
        DuckDBDataReader rows,
        QueryConnection connection,
        CancellationTokenRegistration interrupt,
        CancellationToken cancellation)
    {
        _command = command;
        _rows = rows;
        _connection = connection;
        _interrupt = interrupt;
        _cancellation = cancellation;
        FieldCount = rows.FieldCount;
    }

    public override int FieldCount { get; }

    public override int Depth => 0;

    /// <summary>-1, as of every SELECT.</summary>
    public override int RecordsAffected => -1;

    public override bool IsClosed => _isClosed;

    public override bool HasRows => Ask(static reader => reader._rows.HasRows);

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <summary>Hands over the session: it ends with the reader.</summary>
    public LakeDataReader Owning(IDisposable session)
    {
        _session = session;
        return this;
    }

    public override bool Read() => Ask(static reader => reader.Advance());

    /// <summary>Reads on another thread: DuckDB may have work to do for a row. Cancellation stops that work, and so the query.</summary>
    public override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        using var interrupt = cancellationToken.Register(_connection.Interrupt);
        try
        {
            return await Task.Run(Read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>False: a query has one result.</summary>
    public override bool NextResult() => false;

    public override bool IsDBNull(int ordinal)
    {
        lock (_lock)
        {
            RequireRow(ordinal);
            return _rows.IsDBNull(ordinal);
        }
    }

    public override T GetFieldValue<T>(int ordinal)
    {
        lock (_lock)
        {
            RequireRow(ordinal);
            if (_rows.IsDBNull(ordinal))
            {
                return Nullable.GetUnderlyingType(typeof(T)) is not null
                    ? default!
                    : throw new InvalidCastException($"{Column(ordinal)} is NULL in this row: ask IsDBNull first, or read a nullable type");
            }

            try
            {
                if (typeof(T) == typeof(byte[]) || typeof(T) == typeof(object))
                {
                    return (T)QueryValue.Owned(_rows.GetValue(ordinal));
                }

                if (typeof(T) == typeof(Stream))
                {
                    return (T)(object)new MemoryStream((byte[])QueryValue.Owned(_rows.GetValue(ordinal)), writable: false);
                }

                var value = _rows.GetFieldValue<T>(ordinal);
                return value is not null && QueryValue.NeedsCopy(value) ? (T)QueryValue.Owned(value) : value;
            }
            catch (Exception e)
                when (e is InvalidCastException or OverflowException or FormatException or ArgumentException or NotSupportedException)
            {
                throw new InvalidCastException(
                    $"{Column(ordinal)} is of type {_rows.GetDataTypeName(ordinal)}, and cannot be read as {typeof(T).Name} here", e);
            }
        }
    }

    /// <summary>The value: a struct as a dictionary, a list as a <see cref="List{T}"/>, bytes as an array, NULL as DBNull.</summary>
    public override object GetValue(int ordinal)
    {
        lock (_lock)
        {
            RequireRow(ordinal);
            return QueryValue.Owned(_rows.GetValue(ordinal));
        }
    }

    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int count = Math.Min(values.Length, FieldCount);
        for (int i = 0; i < count; i++)
        {
            values[i] = GetValue(i);
        }

        return count;
    }

    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);

    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    public override char GetChar(int ordinal) => GetString(ordinal) is [var only]
        ? only
        : throw new InvalidCastException($"{Column(ordinal)} is not one character");

    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);

    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);

    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);

    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);

    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);

    public override Stream GetStream(int ordinal) => GetFieldValue<Stream>(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy(GetFieldValue<byte[]>(ordinal), dataOffset, buffer, bufferOffset, length);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(GetString(ordinal).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    public override string GetName(int ordinal)
    {
        Require(ordinal);
        return _rows.GetName(ordinal);
    }

    /// <summary>Number of the column of a name; case counts only between names that differ in nothing else.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public override int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var names = Enumerable.Range(0, FieldCount).Select(GetName).ToList();
        int found = names.IndexOf(name);
        found = found >= 0 ? found : names.FindIndex(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found >= 0
            ? found
            : throw new IndexOutOfRangeException($"the result has no column {name}; it has {string.Join(", ", names)}");
    }

    public override string GetDataTypeName(int ordinal)
    {
        Require(ordinal);
        return _rows.GetDataTypeName(ordinal);
    }

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal)
    {
        Require(ordinal);
        var type = ((DbDataReader)_rows).GetFieldType(ordinal);
        return type == typeof(Stream) ? typeof(byte[]) : type;
    }

    public override DataTable? GetSchemaTable() => Ask(static reader => reader._rows.GetSchemaTable());

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override void Close()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _isAtRow = false;
            _interrupt.Dispose();
            _rows.Dispose();
            _command.Dispose();
        }

        // Not under the lock: the session ends the results that are open on it, this one among them.
        _connection.Dispose();
        _session?.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    static long Copy<T>(T[] values, long offset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
        {
            return values.Length;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        int count = (int)Math.Clamp(values.Length - offset, 0, length);
        Array.Copy(values, offset, buffer, bufferOffset, count);
        return count;
    }

    bool Advance()
    {
        _isAtRow = false;
        _isAtRow = !_isAtEnd && _rows.Read();
        _isAtEnd = !_isAtRow;
        return _isAtRow;
    }

    // Called for each row: what is asked captures nothing, so that nothing is allocated.
    T Ask<T>(Func<LakeDataReader, T> ask)
    {
        lock (_lock)
        {
            ThrowIfClosed();
            try
            {
                return ask(this);
            }
            catch (DuckDBException e)
            {
                _isAtEnd = true;
                throw SqlErrors.Of(e.Message, _cancellation);
            }
        }
    }

    string Column(int ordinal) => $"column {GetName(ordinal)}";

    void RequireRow(int ordinal)
    {
        Require(ordinal);
        if (!_isAtRow)
        {
            throw new InvalidOperationException(
                _isAtEnd
                    ? "the reader is behind the last row"
                    : "the reader is before the first row: call Read, and look whether it is true");
        }
    }

    void Require(int ordinal)
    {
        ThrowIfClosed();
        if ((uint)ordinal >= (uint)FieldCount)
        {
            throw new IndexOutOfRangeException(
                string.Create(CultureInfo.InvariantCulture, $"the result has {FieldCount} columns, from 0; {ordinal} was asked for"));
        }
    }

    void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new ObjectDisposedException(nameof(DbDataReader), "the reader, or the session that it came from, has ended");
        }
    }
}
