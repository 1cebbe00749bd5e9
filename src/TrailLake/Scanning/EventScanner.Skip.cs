using System;

namespace TrailLake.Scanning;

/// <summary>Finds the end of values whose content is the service's own business, and checks their grammar on the way.</summary>
sealed partial class EventScanner
{
    // One bit a level of nesting: 1 for an object, 0 for an array.
    readonly ulong[] _levels = new ulong[ScanLimits.MaxDepth / 64];

    /// <summary>
    /// Skips the value behind a colon or comma at <paramref name="previous"/> whose next token is <paramref name="token"/>;
    /// returns the position of the comma or bracket behind it, or -1.
    /// </summary>
    int SkipValue(int previous, int token, out int start, out int end)
    {
        start = end = 0;
        if (token < 0)
        {
            return -1;
        }

        byte first = _buffer[token];
        if (first is (byte)',' or (byte)'}' or (byte)']')
        {
            var text = Trim(previous + 1, token, out start);
            end = start + text.Length;
            return IsScalar(text) ? token : Fail(ScanErrorKind.InvalidJson, previous + 1);
        }

        if (token != previous + 1 && !IsBlank(previous + 1, token))
        {
            return Fail(ScanErrorKind.InvalidJson, previous + 1);
        }

        int last;
        switch (first)
        {
            case (byte)'"':
                last = Next();
                if (last >= 0 && _index.HasBackslash(token + 1, last) && !IsEscapedText(token + 1, last))
                {
                    return Fail(ScanErrorKind.InvalidJson, token);
                }

                break;
            case (byte)'{' or (byte)'[':
                last = SkipContainer(token, first == '{');
                break;
            default:
                return Fail(ScanErrorKind.InvalidJson, token);
        }

        if (last < 0)
        {
            return -1;
        }

        start = token;
        end = last + 1;
        return Separator(last);
    }

    /// <summary>
    /// Skips the object or array that opens at <paramref name="open"/> (or the rest of one, behind a comma there); returns the position
    /// of its closing bracket, or -1.
    /// </summary>
    int SkipContainer(int open, bool isObject)
    {
        byte[] buffer = _buffer;
        int depth = 0;
        int previous = open;
        bool isFirst = buffer[open] != ',';
        while (true)
        {
            int token = Next();
            if (token < 0)
            {
                return -1;
            }

            bool isEmptyObject = false;
            if (isObject)
            {
                if (token != previous + 1 && !IsBlank(previous + 1, token))
                {
                    return Fail(ScanErrorKind.InvalidJson, previous + 1);
                }

                if (buffer[token] == '"')
                {
                    int keyOpen = token;
                    int close = Next();
                    int colon = Next();
                    token = Next();
                    if (token < 0)
                    {
                        // Bytes that are there are still judged: what is wrong stays wrong with more bytes.
                        return colon >= 0 && buffer[colon] != ':' ? Fail(ScanErrorKind.InvalidJson, colon) : -1;
                    }

                    if (buffer[colon] != ':' || (colon != close + 1 && !IsBlank(close + 1, colon))
                        || (_index.HasBackslash(keyOpen + 1, close) && !IsEscapedText(keyOpen + 1, close)))
                    {
                        return Fail(ScanErrorKind.InvalidJson, close + 1);
                    }

                    previous = colon;
                }
                else if (buffer[token] == '}' && isFirst)
                {
                    isEmptyObject = true;
                }
                else
                {
                    return Fail(ScanErrorKind.InvalidJson, token);
                }
            }

            int separator;
            byte first = buffer[token];
            if (first == '"')
            {
                int close = Next();
                separator = Next();
                if (separator < 0)
                {
                    return -1;
                }

                if ((token != previous + 1 && !IsBlank(previous + 1, token)) || (separator != close + 1 && !IsBlank(close + 1, separator))
                    || (_index.HasBackslash(token + 1, close) && !IsEscapedText(token + 1, close)))
                {
                    return Fail(ScanErrorKind.InvalidJson, previous + 1);
                }
            }
            else if (first is (byte)'{' or (byte)'[')
            {
                if (token != previous + 1 && !IsBlank(previous + 1, token))
                {
                    return Fail(ScanErrorKind.InvalidJson, previous + 1);
                }

                if (depth >= ScanLimits.PlainDepth)
                {
                    if (depth == ScanLimits.MaxDepth - 1)
                    {
                        return Fail(ScanErrorKind.TooDeep, token);
                    }

                    _isOdd = true;
                }

                PushLevel(depth++, isObject);
                isObject = first == '{';
                isFirst = true;
                previous = token;
                continue;
            }
            else
            {
                separator = token;
                if (!isEmptyObject)
                {
                    // A scalar before this token, or the end of an empty array.
                    var text = Trim(previous + 1, token, out _);
                    bool isEmptyArray = text.IsEmpty && isFirst && !isObject && first == ']';
                    if (!isEmptyArray && !IsScalar(text))
                    {
                        return Fail(ScanErrorKind.InvalidJson, previous + 1);
                    }
                }
            }

            while (buffer[separator] != ',')
            {
                if (buffer[separator] != (isObject ? '}' : ']'))
                {
                    return Fail(ScanErrorKind.InvalidJson, separator);
                }

                if (depth == 0)
                {
                    return separator;
                }

                isObject = PopLevel(--depth);
                int close = separator;
                separator = Separator(close);
                if (separator < 0)
                {
                    return -1;
                }
            }

            previous = separator;
            isFirst = false;
        }
    }

    void PushLevel(int depth, bool isObject)
    {
        ulong bit = 1UL << depth;
        ref ulong levels = ref _levels[depth >> 6];
        levels = isObject ? levels | bit : levels & ~bit;
    }

    bool PopLevel(int depth) => (_levels[depth >> 6] & (1UL << depth)) != 0;

    bool IsEscapedText(int start, int end)
    {
        var source = _buffer.AsSpan(start, end - start);
        var status = JsonUnescape.Unescape(source, _record.ReserveScratch(source.Length), out _);
        _isOdd |= status == UnescapeStatus.LoneSurrogate;
        return status != UnescapeStatus.Invalid;
    }

    bool IsScalar(ReadOnlySpan<byte> text)
    {
        var kind = JsonScalar.Classify(text);
        if (kind <= ScalarKind.Number)
        {
            return true;
        }

        _isOdd |= kind == ScalarKind.WideNumber;
        return kind == ScalarKind.WideNumber;
    }

    ReadOnlySpan<byte> Trim(int start, int end, out int trimmedStart)
    {
        var text = _buffer.AsSpan(start, end - start);
        trimmedStart = start;
        if (text.Length > 0 && (text[0] <= ' ' || text[^1] <= ' '))
        {
            int skipped = text.IndexOfAnyExcept(" \t\r\n"u8);
            text = skipped < 0 ? [] : text[skipped..].TrimEnd(" \t\r\n"u8);
            trimmedStart += Math.Max(0, skipped);
        }

        return text;
    }
}
