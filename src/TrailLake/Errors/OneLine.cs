using System;
using System.Text;
using TrailLake.Paths;

namespace TrailLake.Errors;

/// <summary>Makes foreign text (keys, file names, messages of others) fit for a message of one line.</summary>
public static class OneLine
{
    /// <summary>The text with line breaks and control characters written as <c>\u000A</c> and bytes of names that are no UTF-8 as <c>\xE4</c>; most text comes back as it is.</summary>
    public static string Of(string text)
    {
        text = BytePath.Readable(text);
        int clean = 0;
        while (clean < text.Length && !IsUnfit(text[clean]))
        {
            clean++;
        }

        if (clean == text.Length)
        {
            return text;
        }

        var builder = new StringBuilder(text.Length + 16).Append(text, 0, clean);
        foreach (char c in text.AsSpan(clean))
        {
            if (IsUnfit(c))
            {
                builder.Append("\\u").Append(((int)c).ToString("X4"));
            }
            else
            {
                builder.Append(c);
            }
        }

        return builder.ToString();
    }

    // U+2028/2029 break lines, U+202A..202E and U+2066..2069 turn the direction of what follows: both can forge a message.
    static bool IsUnfit(char c) => char.IsControl(c) || c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
