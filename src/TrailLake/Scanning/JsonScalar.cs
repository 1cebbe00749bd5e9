using System;

namespace TrailLake.Scanning;

/// <summary>Checks scalars that are not strings: <c>true false null</c> and numbers (RFC 8259, sections 3 and 6).</summary>
static class JsonScalar
{
    /// <summary>What a scalar's text is.</summary>
    public static ScalarKind Classify(ReadOnlySpan<byte> text)
    {
        if (text.Length == 4)
        {
            if (text.SequenceEqual("true"u8))
            {
                return ScalarKind.True;
            }

            if (text.SequenceEqual("null"u8))
            {
                return ScalarKind.Null;
            }
        }
        else if (text.Length == 5 && text.SequenceEqual("false"u8))
        {
            return ScalarKind.False;
        }

        return IsNumber(text) ? ScalarKind.Number : ScalarKind.Invalid;
    }

    static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int i = 0;
        if (i < text.Length && text[i] == '-')
        {
            i++;
        }

        int first = i;
        i = Digits(text, i);
        if (i == first || (text[first] == '0' && i > first + 1))
        {
            return false;
        }

        if (i < text.Length && text[i] == '.')
        {
            int fraction = ++i;
            i = Digits(text, i);
            if (i == fraction)
            {
                return false;
            }
        }

        if (i < text.Length && (text[i] | 0x20) == 'e')
        {
            i++;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
            {
                i++;
            }

            int exponent = i;
            i = Digits(text, i);
            if (i == exponent)
            {
                return false;
            }
        }

        return i == text.Length;
    }

    static int Digits(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
        {
            i++;
        }

        return i;
    }
}
