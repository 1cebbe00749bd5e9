using System.Text;

namespace TrailLake.Needles;

/// <summary>Says which texts the index can be asked for.</summary>
static class NeedleText
{
    /// <summary>True for what can follow a closing quote in JSON, and therefore stand where a string is looked for.</summary>
    public static bool IsBetweenStrings(byte first) => first is (byte)':' or (byte)',' or (byte)'}' or (byte)']';

    /// <summary>True when a column's value can be compared with it: well-formed, so that its UTF-8 is the text and not a replacement.</summary>
    public static bool IsSearchable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// True when the index of JSON strings knows it, if it is there. A quote would part it, a control character stands in several spellings,
    /// and what begins like JSON's punctuation is passed over.
    /// </summary>
    public static bool IsSearchableInJson(string text)
    {
        if (text.Length == 0 || text[0] <= ' ' || (text[0] < 128 && IsBetweenStrings((byte)text[0])))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (c is '"' or < ' ' or '\u007f')
            {
                return false;
            }
        }

        return IsSearchable(text);
    }
}
