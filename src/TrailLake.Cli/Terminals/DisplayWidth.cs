using System.Globalization;
using System.Text;

namespace TrailLake.Cli.Terminals;

/// <summary>Counts the columns of a terminal that a text takes.</summary>
static class DisplayWidth
{
    public static int Of(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            columns += Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
                : IsWide(rune.Value) ? 2 : 1;
        }

        return columns;
    }

    // The blocks that Unicode's East Asian Width calls wide, and emoji.
    static bool IsWide(int code) => code
        is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
