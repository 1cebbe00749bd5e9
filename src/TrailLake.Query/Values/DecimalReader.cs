using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Native;

namespace TrailLake.Query.Values;

/// <summary>DECIMAL up to 38 digits: more than .NET's own decimal holds, so the digits are placed as text.</summary>
sealed unsafe class DecimalReader(DuckDBLogicalType type) : VectorReader
{
    readonly DuckDBType _storage = NativeMethods.LogicalType.DuckDBDecimalInternalType(type);
    readonly int _scale = NativeMethods.LogicalType.DuckDBDecimalScale(type);

    public override bool IsNumber => true;

    public override string GetText(ulong row)
    {
        Int128 unscaled = _storage switch
        {
            DuckDBType.SmallInt => ((short*)Data)[row],
            DuckDBType.Integer => ((int*)Data)[row],
            DuckDBType.BigInt => ((long*)Data)[row],
            _ => ((Int128*)Data)[row],
        };
        if (_scale == 0)
        {
            return unscaled.ToString(CultureInfo.InvariantCulture);
        }

        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(_scale + 1, '0');
        return $"{(unscaled < 0 ? "-" : "")}{digits[..^_scale]}.{digits[^_scale..]}";
    }

    protected override void WriteValue(ulong row, Utf8JsonWriter writer) => writer.WriteRawValue(GetText(row));
}
