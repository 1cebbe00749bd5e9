namespace TrailLake.Scanning;

/// <summary>
/// Contents that are text with records in it: a time before each, as in exports of CloudWatch Logs, or a log collector's words. They are
/// such from their first byte on; text in the middle of others is a damage.
/// </summary>
sealed partial class RecordReader
{
    const int MostText = 4096;
    const int LongestTime = 40;

    bool _isTextual;

    /// <summary>Goes over text between records, at the top level; null when a record or something else is read next.</summary>
    ReadOutcome? PassText()
    {
        _isTextual |= _base + _position <= 3;
        if (!_isTextual || _isUnsure)
        {
            return Hunt(RejectReason.InvalidJson, _position);
        }

        int found;
        while ((found = _buffer.AsSpan(_position, _length - _position).IndexOf((byte)'{')) < 0)
        {
            if (_length - _position >= MostText || !Fill(_position))
            {
                return EndText();
            }
        }

        // Fields of another format may be quoted, and escape what stands in them in a way of their own.
        int brace = _position + found;
        var text = _buffer.AsSpan(_position, found);
        if (!IsPlainText(text) || text[^1] is (byte)'\'' or (byte)'"' or (byte)'`' or (byte)'\\')
        {
            return Hunt(RejectReason.InvalidJson, _position);
        }

        if (text.Length <= LongestTime && text[^1] == ' ' && Iso8601.TryRead(text[..^1], out _))
        {
            _position = brace;
            StartIndex(_position);
            return null;
        }

        int start = _position;
        if (!BeginsElement(brace))
        {
            _position = start;
            return Hunt(RejectReason.InvalidJson, start);
        }

        var outcome = RejectSpan(RejectReason.TextAroundRecords, start, brace, start);
        StartIndex(_position);
        return outcome;
    }

    /// <summary>Text to the end of the content: the rest of the last line.</summary>
    ReadOutcome EndText()
    {
        var text = _buffer.AsSpan(_position, _length - _position);
        return _isEnded && text.Length < MostText && _base + _position > 3 && IsPlainText(text)
            ? RejectSpan(RejectReason.TextAroundRecords, _position, _length, _position)
            : Hunt(RejectReason.InvalidJson, _position);
    }

    // No part of a broken record: that has braces, keys, or zeros in their place.
    static bool IsPlainText(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MostText && text.IndexOf((byte)'}') < 0 && text.IndexOf((byte)0) < 0 && text.IndexOf("\":"u8) < 0
            && text.IndexOf("\" :"u8) < 0;

    /// <summary>Whether the object at a brace of the buffer is sound, and a record or an envelope of one.</summary>
    bool BeginsElement(int brace)
    {
        StartIndex(brace);
        while (true)
        {
            switch (_scanner.Scan(_buffer, brace, _scanned))
            {
                case ScanStatus.Done:
                    return CheckBytes(_scanned.Start, _scanned.End) == RejectReason.None && IsElement(isValue: false);
                case ScanStatus.Malformed:
                    return false;
            }

            if (IsIndexBehind)
            {
                ExtendIndex();
            }
            else if (!Load(0))
            {
                return false;
            }
            else
            {
                _index.Extend(_buffer.AsSpan(0, _length), _isEnded);
            }
        }
    }
}
