using System.Runtime.CompilerServices;

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
            return IsScalar(text) ? token : Fail(RejectReason.InvalidJson, previous + 1);
        }

        if (token != previous + 1 && !IsBlank(previous + 1, token))
        {
            return Fail(RejectReason.InvalidJson, previous + 1);
        }

        int last;
        switch (first)
        {
            case (byte)'"':
                last = Next();
                if (last >= 0 && !IsText(token + 1, last))
                {
                    return Fail(RejectReason.InvalidJson, token);
                }

                break;
            case (byte)'{' or (byte)'[':
                last = SkipContainer(token, first == '{');
                break;
            default:
                return Fail(RejectReason.InvalidJson, token);
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
    /// of its closing bracket, or -1. Numbered steps: (1) in an object, a key and its colon; (2) a value, or the bracket that closes an
    /// empty container; (3) the brackets that close behind it, up to a comma.
    /// </summary>
    int SkipContainer(int open, bool isObject)
    {
        byte[] buffer = _buffer;
        int depth = 0;
        int previous = open;
        while (true)
        {
            // (1)
            int token = isObject ? NextKey(previous) : Next();
            if (token >= 0 && isObject && buffer[token] == '"')
            {
                previous = SkipKey(token, out token);
            }

            if (token < 0 || previous < 0)
            {
                return -1;
            }

            // (2)
            byte first = buffer[token];
            if (first is (byte)'{' or (byte)'[')
            {
                if (!TryEnter(previous, token, depth))
                {
                    return -1;
                }

                PushLevel(depth++, isObject);
                isObject = first == '{';
                previous = token;
                continue;
            }

            int separator = first == '"' ? SkipString(previous, token) : SkipScalar(previous, token);

            // (3)
            while (separator >= 0 && buffer[separator] != ',')
            {
                if (buffer[separator] != (isObject ? '}' : ']'))
                {
                    return Fail(RejectReason.InvalidJson, separator);
                }

                if (depth == 0)
                {
                    return separator;
                }

                isObject = PopLevel(--depth);
                separator = Separator(separator);
            }

            if (separator < 0)
            {
                return -1;
            }

            previous = separator;
        }
    }

    /// <summary>Skips the key that opens at a quote; returns the position of its colon, or -1, and the token behind that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int SkipKey(int open, out int value)
    {
        int close = Next();
        int colon = Next();
        value = Next();
        if (value < 0)
        {
            // Bytes that are there are still judged: what is wrong stays wrong with more bytes.
            return colon >= 0 && _buffer[colon] != ':' ? Fail(RejectReason.InvalidJson, colon) : -1;
        }

        return _buffer[colon] == ':' && (colon == close + 1 || IsBlank(close + 1, colon)) && IsText(open + 1, close)
            ? colon
            : Fail(RejectReason.InvalidJson, close + 1);
    }

    /// <summary>Skips the string that opens at a quote; returns the position of what stands behind it, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int SkipString(int previous, int open)
    {
        int close = Next();
        int separator = Next();
        return separator < 0 || ((open == previous + 1 || IsBlank(previous + 1, open))
                && (separator == close + 1 || IsBlank(close + 1, separator)) && IsText(open + 1, close))
            ? separator
            : Fail(RejectReason.InvalidJson, previous + 1);
    }

    /// <summary>Passes over a scalar before a token, or over nothing in an empty container; returns the token, or -1.</summary>
    int SkipScalar(int previous, int token)
    {
        var text = Trim(previous + 1, token, out _);

        // In ASCII, a closing bracket stands two places behind its opening one.
        bool isEmptyContainer = text.IsEmpty && _buffer[token] == _buffer[previous] + 2;
        return isEmptyContainer || IsScalar(text) ? token : Fail(RejectReason.InvalidJson, previous + 1);
    }

    /// <summary>Checks what stands before an inner container, and its depth.</summary>
    bool TryEnter(int previous, int token, int depth)
    {
        if (token != previous + 1 && !IsBlank(previous + 1, token))
        {
            Fail(RejectReason.InvalidJson, previous + 1);
            return false;
        }

        if (depth == ScanLimits.MaxDepth - 1)
        {
            Fail(RejectReason.TooDeep, token);
            return false;
        }

        _isOdd |= depth >= ScanLimits.PlainDepth;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool IsText(int start, int end) => !_index.HasBackslash(start, end) || IsEscapedText(start, end);

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
