using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Native;
using TrailLake.Errors;

namespace TrailLake.Query.Values;

/// <summary>Reads one column, chunk after chunk (https://duckdb.org/docs/stable/clients/c/vector).</summary>
abstract unsafe class VectorReader
{
    ulong* _validity; // DuckDB's, valid until the next Bind; null when no value is NULL

    /// <summary>True for numbers.</summary>
    public virtual bool IsNumber => false;

    /// <summary>DuckDB's values of the current chunk.</summary>
    protected byte* Data { get; private set; }

    /// <summary>Makes the reader of a type.</summary>
    /// <param name="column">Name of the column, for the error.</param>
    public static VectorReader Create(DuckDBLogicalType type, string column) => NativeMethods.LogicalType.DuckDBGetTypeId(type) switch
    {
        DuckDBType.Boolean => new BooleanReader(),
        DuckDBType.TinyInt => new NumberReader<sbyte>(),
        DuckDBType.SmallInt => new NumberReader<short>(),
        DuckDBType.Integer => new NumberReader<int>(),
        DuckDBType.BigInt => new NumberReader<long>(),
        DuckDBType.HugeInt => new NumberReader<Int128>(),
        DuckDBType.UnsignedTinyInt => new NumberReader<byte>(),
        DuckDBType.UnsignedSmallInt => new NumberReader<ushort>(),
        DuckDBType.UnsignedInteger => new NumberReader<uint>(),
        DuckDBType.UnsignedBigInt => new NumberReader<ulong>(),
        DuckDBType.UnsignedHugeInt => new NumberReader<UInt128>(),
        DuckDBType.Float => new NumberReader<float>(),
        DuckDBType.Double => new NumberReader<double>(),
        DuckDBType.Decimal => new DecimalReader(type),
        DuckDBType.Timestamp or DuckDBType.TimestampTz => new TimestampReader(ticksPerUnit: 10, 1),
        DuckDBType.TimestampS => new TimestampReader(TimeSpan.TicksPerSecond, 1),
        DuckDBType.TimestampMs => new TimestampReader(TimeSpan.TicksPerMillisecond, 1),
        DuckDBType.TimestampNs => new TimestampReader(1, unitsPerTick: 100),
        DuckDBType.Date => new DateReader(),
        DuckDBType.Time => new TimeReader(),
        DuckDBType.Interval => new IntervalReader(),
        DuckDBType.Varchar => new VarcharReader(),
        DuckDBType.Blob => new BlobReader(),
        DuckDBType.Uuid => new UuidReader(),
        DuckDBType.Enum => new EnumReader(type),
        DuckDBType.Struct => new StructReader(type, column),
        DuckDBType.List => new ListReader(type, column),
        DuckDBType.Array => new ArrayReader(type, column),
        DuckDBType.Map => new MapReader(type, column),
        DuckDBType.SqlNull => new NullReader(),
        var other =>
            throw new TrailLakeException(
                ErrorKind.Query, $"column {column} has type {other.ToString().ToUpperInvariant()}: cast it to VARCHAR"),
    };

    /// <summary>Goes to the next chunk.</summary>
    public virtual void Bind(IntPtr vector)
    {
        Data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        _validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    /// <summary>True when the value is SQL NULL.</summary>
    public virtual bool IsNull(ulong row) => _validity is not null && (_validity[row / 64] >> (int)(row % 64) & 1) == 0;

    /// <summary>The value as text; it must not be NULL.</summary>
    public abstract string GetText(ulong row);

    /// <summary>The value as a whole number; it must not be NULL.</summary>
    public virtual long GetInt64(ulong row) => long.Parse(GetText(row), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>True when <see cref="GetText"/> would give this; the value must not be NULL.</summary>
    public virtual bool IsText(ulong row, string text) => GetText(row) == text;

    /// <summary>Writes the value, or null, as JSON.</summary>
    public void WriteJson(ulong row, Utf8JsonWriter writer)
    {
        if (IsNull(row))
        {
            writer.WriteNullValue();
        }
        else
        {
            WriteValue(row, writer);
        }
    }

    /// <summary>Writes a value that is not NULL as JSON; as a string, when the type has no better form.</summary>
    protected virtual void WriteValue(ulong row, Utf8JsonWriter writer) => writer.WriteStringValue(GetText(row));
}
