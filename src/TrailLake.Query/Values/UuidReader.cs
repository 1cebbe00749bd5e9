using System.Globalization;

namespace TrailLake.Query.Values;

/// <summary>UUIDs: a 128-bit number whose top bit DuckDB turns over, so that numbers sort as the texts do.</summary>
sealed unsafe class UuidReader : VectorReader
{
    public override string GetText(ulong row)
    {
        var hex = (((UInt128*)Data)[row] ^ (UInt128.One << 127)).ToString("x32", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}
