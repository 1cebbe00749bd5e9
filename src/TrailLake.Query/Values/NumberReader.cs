using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TrailLake.Query.Values;

/// <summary>Whole and floating numbers, in full: .NET's shortest text that reads back as the same value.</summary>
sealed unsafe class NumberReader<T> : VectorReader
    where T : unmanaged, INumberBase<T>
{
    public override bool IsNumber => true;

    public override string GetText(ulong row) => Value(row).ToString(null, CultureInfo.InvariantCulture);

    public override long GetInt64(ulong row) => Value(row) is long number ? number : base.GetInt64(row);

    protected override void WriteValue(ulong row, Utf8JsonWriter writer)
    {
        // JSON has no form for infinities and NaN.
        if (T.IsFinite(Value(row)))
        {
            writer.WriteRawValue(GetText(row));
        }
        else
        {
            writer.WriteStringValue(GetText(row));
        }
    }

    T Value(ulong row) => Unsafe.ReadUnaligned<T>(Data + (row * (ulong)sizeof(T)));
}
