using System.Text;
using System.Text.Json;

namespace TrailLake.Query.Values;

sealed unsafe class TextReader : VectorReader
{
    public override string GetText(ulong row) => Encoding.UTF8.GetString(DuckDBText.At(Data, row));

    public override bool IsText(ulong row, string text) =>
        Ascii.Equals(DuckDBText.At(Data, row), text) || (!Ascii.IsValid(text) && base.IsText(row, text));

    protected override void WriteValue(ulong row, Utf8JsonWriter writer) => writer.WriteStringValue(DuckDBText.At(Data, row));
}
