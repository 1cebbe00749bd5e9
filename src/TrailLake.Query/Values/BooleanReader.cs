using System.Text.Json;

namespace TrailLake.Query.Values;

sealed unsafe class BooleanReader : VectorReader
{
    public override string GetText(ulong row) => Data[row] != 0 ? "true" : "false";

    protected override void WriteValue(ulong row, Utf8JsonWriter writer) => writer.WriteBooleanValue(Data[row] != 0);
}
