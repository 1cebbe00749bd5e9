using System.Text.Json;
using DuckDB.NET.Native;

namespace TrailLake.Query.Values;

/// <summary>Maps: a list of (key, value) structs, written as an object whose names are the keys' texts.</summary>
sealed unsafe class MapReader : NestedReader
{
    readonly VectorReader _key;
    readonly VectorReader _value;

    public MapReader(DuckDBLogicalType type, string column)
    {
        using var key = NativeMethods.LogicalType.DuckDBMapTypeKeyType(type);
        using var value = NativeMethods.LogicalType.DuckDBMapTypeValueType(type);
        _key = Create(key, column);
        _value = Create(value, column);
    }

    public override void Bind(IntPtr vector)
    {
        base.Bind(vector);
        var entries = NativeMethods.Vectors.DuckDBListVectorGetChild(vector);
        _key.Bind(NativeMethods.Vectors.DuckDBStructVectorGetChild(entries, 0));
        _value.Bind(NativeMethods.Vectors.DuckDBStructVectorGetChild(entries, 1));
    }

    protected override void WriteValue(ulong row, Utf8JsonWriter writer)
    {
        var offset = ((ulong*)Data)[row * 2];
        var length = ((ulong*)Data)[(row * 2) + 1];
        writer.WriteStartObject();
        for (var i = offset; i < offset + length; i++)
        {
            writer.WritePropertyName(_key.GetText(i));
            _value.WriteJson(i, writer);
        }

        writer.WriteEndObject();
    }
}
