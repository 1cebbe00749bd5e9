namespace TrailLake.Scanning;

/// <summary>
/// Writes well-formed JSON in a form that every reader of JSON takes: U+FFFD for half of a surrogate pair; a number that some readers
/// refuse (<see cref="JsonNumber"/>) as a string of the same characters; an object or array that is nested too deep
/// (<see cref="ScanLimits.MaxReadableDepth"/>) as a string that holds its text. All else stays as it is, byte for byte.
/// </summary>
static class PortableJson
{
    /// <summary>Bytes that the readable form of a text needs at most.</summary>
    public static int MostBytes(int length) => checked((length * 2) + 2);

    /// <summary>True for what can have half of a surrogate pair in it; a look at the bytes that takes little.</summary>
    public static bool MayHoldHalf(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    /// <summary>Writes the readable form of well-formed JSON to at least <see cref="MostBytes"/>; returns its length.</summary>
    /// <param name="isSame">True when the form is the text itself.</param>
    public static int Write(ReadOnlySpan<byte> json, Span<byte> target, out bool isSame)
    {
        int written = 0;
        int depth = 0;
        isSame = true;
        for (int at = 0; at < json.Length;)
        {
            byte b = json[at];
            switch (b)
            {
                case (byte)'"':
                    at = CopyString(json, at, target, ref written, ref isSame);
                    break;
                case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                    at = CopyNumber(json, at, target, ref written, ref isSame);
                    break;
                case (byte)'{' or (byte)'[' when depth == ScanLimits.MaxReadableDepth:
                    int end = EndOf(json, at);
                    written += WriteString(json[at..end], target[written..]);
                    isSame = false;
                    at = end;
                    break;
                default:
                    depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
                    target[written++] = b;
                    at++;
                    break;
            }
        }

        return written;
    }

    /// <summary>Writes a text as a JSON string, quotes included; returns its length.</summary>
    /// <param name="text">UTF-8 without control characters other than the blanks of JSON.</param>
    public static int WriteString(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int written = 0;
        target[written++] = (byte)'"';
        foreach (byte b in text)
        {
            byte escape = b switch
            {
                (byte)'"' or (byte)'\\' => b,
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                (byte)'\t' => (byte)'t',
                _ => 0,
            };
            if (escape != 0)
            {
                target[written++] = (byte)'\\';
            }

            target[written++] = escape != 0 ? escape : b;
        }

        target[written++] = (byte)'"';
        return written;
    }

    static int CopyString(ReadOnlySpan<byte> json, int at, Span<byte> target, ref int written, ref bool isSame)
    {
        target[written++] = json[at++];
        while (at < json.Length)
        {
            int plain = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            plain = plain < 0 ? json.Length - at : plain;
            json.Slice(at, plain).CopyTo(target[written..]);
            at += plain;
            written += plain;
            if (at == json.Length)
            {
                break;
            }

            if (json[at] == '"')
            {
                target[written++] = json[at++];
                break;
            }

            int unit = at + 1 < json.Length && json[at + 1] == 'u' ? JsonUnescape.Hex4(json, at + 2) : -1;
            bool isHalf = unit is >= 0xD800 and <= 0xDFFF;
            if (isHalf && (unit >= 0xDC00 || JsonUnescape.LowHalf(json, at + 6) < 0))
            {
                "\uFFFD"u8.CopyTo(target[written..]);
                written += 3;
                at += 6;
                isSame = false;
                continue;
            }

            // An escape: what is escaped may be a quote. Of a pair, both halves.
            int length = Math.Min(isHalf ? 12 : 2, json.Length - at);
            json.Slice(at, length).CopyTo(target[written..]);
            at += length;
            written += length;
        }

        return at;
    }

    static int CopyNumber(ReadOnlySpan<byte> json, int at, Span<byte> target, ref int written, ref bool isSame)
    {
        int length = json[at..].IndexOfAnyExcept("+-.0123456789Ee"u8);
        var number = length < 0 ? json[at..] : json.Slice(at, length);
        if (JsonScalar.Classify(number) == ScalarKind.WideNumber)
        {
            written += WriteString(number, target[written..]);
            isSame = false;
        }
        else
        {
            number.CopyTo(target[written..]);
            written += number.Length;
        }

        return at + number.Length;
    }

    /// <summary>Position behind the object or array that opens at a position.</summary>
    static int EndOf(ReadOnlySpan<byte> json, int at)
    {
        int depth = 0;
        bool inString = false;
        for (; at < json.Length; at++)
        {
            byte b = json[at];
            if (inString)
            {
                at += b == '\\' ? 1 : 0;
                inString = b != '"';
                continue;
            }

            inString = b == '"';
            depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return json.Length;
    }
}
