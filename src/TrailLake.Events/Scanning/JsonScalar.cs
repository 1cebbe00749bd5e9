namespace TrailLake.Scanning;

/// <summary>Checks scalars that are not strings: <c>true false null</c> and numbers (RFC 8259, sections 3 and 6).</summary>
static class JsonScalar
{
    public static ScalarKind Classify(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("true"u8) ? ScalarKind.True
        : text.SequenceEqual("null"u8) ? ScalarKind.Null
        : text.SequenceEqual("false"u8) ? ScalarKind.False
        : NumberOf(text);

    static ScalarKind NumberOf(ReadOnlySpan<byte> text)
    {
        int i = 0;
        bool hasExponent = false;
        if (i < text.Length && text[i] == '-')
        {
            i++;
        }

        int first = i;
        i = Digits(text, i);
        if (i == first || (text[first] == '0' && i > first + 1))
        {
            return ScalarKind.Invalid;
        }

        if (i < text.Length && text[i] == '.')
        {
            int fraction = ++i;
            i = Digits(text, i);
            if (i == fraction)
            {
                return ScalarKind.Invalid;
            }
        }

        if (i < text.Length && (text[i] | 0x20) == 'e')
        {
            hasExponent = true;
            i++;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
            {
                i++;
            }

            int exponent = i;
            i = Digits(text, i);
            if (i == exponent)
            {
                return ScalarKind.Invalid;
            }
        }

        return i != text.Length ? ScalarKind.Invalid
            : (hasExponent || i > JsonNumber.MostPlainBytes) && JsonNumber.IsWide(text) ? ScalarKind.WideNumber
            : ScalarKind.Number;
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
