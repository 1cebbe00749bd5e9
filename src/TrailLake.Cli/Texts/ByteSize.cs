using System.Globalization;

namespace TrailLake.Cli.Texts;

/// <summary>Sizes as people write them: 256MB, 1.5GiB, 1073741824.</summary>
static class ByteSize
{
    /// <summary>Reads a size; units are powers of 1,024, whether written MB or MiB.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var number = text.AsSpan().Trim();
        int digits = number.LastIndexOfAnyInRange('0', '9') + 1;
        var unit = number[digits..].Trim().ToString().ToUpperInvariant();
        int shift = unit switch
        {
            "" or "B" => 0,
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            "G" or "GB" or "GIB" => 30,
            "T" or "TB" or "TIB" => 40,
            _ => -1,
        };
        if (shift < 0 || !double.TryParse(number[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            || value * (1L << shift) > long.MaxValue / 2)
        {
            return false;
        }

        bytes = (long)(value * (1L << shift));
        return true;
    }

    /// <summary>A size in the largest unit that leaves a number above one.</summary>
    public static string Text(double bytes)
    {
        string[] units = ["bytes", "KB", "MB", "GB", "TB", "PB"];
        int unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++)
        {
            bytes /= 1024;
        }

        return bytes.ToString(unit == 0 ? "N0" : "N1", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
