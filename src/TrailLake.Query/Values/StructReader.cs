using System.Text.Json;
using DuckDB.NET.Native;

namespace TrailLake.Query.Values;

sealed class StructReader : NestedReader
{
    readonly (string Name, VectorReader Reader)[] _members;

    public StructReader(DuckDBLogicalType type, string column)
    {
        _members = new (string, VectorReader)[NativeMethods.LogicalType.DuckDBStructTypeChildCount(type)];
        for (var i = 0; i < _members.Length; i++)
        {
            using var member = NativeMethods.LogicalType.DuckDBStructTypeChildType(type, i);
            _members[i] = (NativeMethods.LogicalType.DuckDBStructTypeChildName(type, i), Create(member, column));
        }
    }

    public override void Bind(IntPtr vector)
    {
        base.Bind(vector);
        for (var i = 0; i < _members.Length; i++)
        {
            _members[i].Reader.Bind(NativeMethods.Vectors.DuckDBStructVectorGetChild(vector, i));
        }
    }

    protected override void WriteValue(ulong row, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, reader) in _members)
        {
            writer.WritePropertyName(name);
            reader.WriteJson(row, writer);
        }

        writer.WriteEndObject();
    }
}
