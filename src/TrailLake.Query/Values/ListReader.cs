using System.Text.Json;
using DuckDB.NET.Native;

namespace TrailLake.Query.Values;

/// <summary>Lists: <c>[offset:8][length:8]</c> into a vector of all elements.</summary>
sealed unsafe class ListReader : NestedReader
{
    readonly VectorReader _element;

    public ListReader(DuckDBLogicalType type, string column)
    {
        using var element = NativeMethods.LogicalType.DuckDBListTypeChildType(type);
        _element = Create(element, column);
    }

    public override void Bind(IntPtr vector)
    {
        base.Bind(vector);
        _element.Bind(NativeMethods.Vectors.DuckDBListVectorGetChild(vector));
    }

    protected override void WriteValue(ulong row, Utf8JsonWriter writer)
    {
        var offset = ((ulong*)Data)[row * 2];
        var length = ((ulong*)Data)[(row * 2) + 1];
        writer.WriteStartArray();
        for (ulong i = 0; i < length; i++)
        {
            _element.WriteJson(offset + i, writer);
        }

        writer.WriteEndArray();
    }
}
