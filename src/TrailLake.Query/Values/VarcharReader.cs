using System.Text;
using System.Text.Json;

namespace TrailLake.Query.Values;

sealed unsafe class VarcharReader : VectorReader
{
    public override string GetText(ulong row) => Encoding.UTF8.GetString(DuckDBString.At(Data, row));

    public override bool IsText(ulong row, string text) =>
        Ascii.Equals(DuckDBString.At(Data, row), text) || (!Ascii.IsValid(text) && base.IsText(row, text));

    protected override void WriteValue(ulong row, Utf8JsonWriter writer) => writer.WriteStringValue(DuckDBString.At(Data, row));
}
