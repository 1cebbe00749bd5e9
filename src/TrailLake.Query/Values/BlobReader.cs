using System.Globalization;
using System.Text;

namespace TrailLake.Query.Values;

/// <summary>Bytes as DuckDB prints them: printable ASCII as it is, all else as <c>\xNN</c>.</summary>
sealed unsafe class BlobReader : VectorReader
{
    public override string GetText(ulong row)
    {
        var text = new StringBuilder();
        foreach (var b in DuckDBString.At(Data, row))
        {
            if (b is >= 0x20 and < 0x7F and not (byte)'\\')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
            }
        }

        return text.ToString();
    }
}
