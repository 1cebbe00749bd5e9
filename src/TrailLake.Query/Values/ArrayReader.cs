using System.Text.Json;
using DuckDB.NET.Native;

namespace TrailLake.Query.Values;

/// <summary>Arrays: every row has the same number of elements.</summary>
sealed class ArrayReader : NestedReader
{
    readonly VectorReader _element;
    readonly ulong _length;

    public ArrayReader(DuckDBLogicalType type, string column)
    {
        using var element = NativeMethods.LogicalType.DuckDBArrayTypeChildType(type);
        _element = Create(element, column);
        _length = (ulong)NativeMethods.LogicalType.DuckDBArrayVectorGetSize(type);
    }

    public override void Bind(IntPtr vector)
    {
        base.Bind(vector);
        _element.Bind(NativeMethods.Vectors.DuckDBArrayVectorGetChild(vector));
    }

    protected override void WriteValue(ulong row, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (ulong i = 0; i < _length; i++)
        {
            _element.WriteJson((row * _length) + i, writer);
        }

        writer.WriteEndArray();
    }
}
