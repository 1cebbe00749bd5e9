using System.Text;
using System.Text.Json;

namespace TrailLake.Query.Values;

sealed unsafe class TextReader : VectorReader
{
    public override string GetText(ulong row) => Encoding.UTF8.GetString(DuckDBText.At(Data, row));

    protected override void WriteValue(ulong row, Utf8JsonWriter writer) => writer.WriteStringValue(DuckDBText.At(Data, row));
}
