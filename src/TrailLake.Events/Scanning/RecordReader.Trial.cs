namespace TrailLake.Scanning;

/// <summary>Tries places as the begin of a record.</summary>
sealed partial class RecordReader
{
    // Bytes that trying may take without finding anything: some for each content, more for each byte that was hunted through. It bounds
    // what hostile content costs; what was damaged by accident takes less than one for each byte.
    const long FirstCredit = 4L * ScanLimits.MaxRecordBytes;
    const int CreditPerByte = 32;

    long _credit;
    long _creditedTo;

    // Whether the place that was taken for a begin is that of an object around an array of records.
    bool _isWrapperNext;

    readonly FailedScanStarts _doomed = new();

    // Where the object that was tried ends.
    int _triedEnd;

    /// <summary>Whether an element begins at the position: it is one when tried, or looks like the others and is broken too.</summary>
    bool IsBegin(in ResyncTrace trace)
    {
        _isWrapperNext = false;
        if (!TryReadHead(long.MaxValue, out int keyStart, out int keyLength, out byte value))
        {
            return false;
        }

        bool isValue = trace.Last == ':';
        bool isKnown = LooksLikeOne(keyStart, keyLength);
        if (!isValue && value == '[' && IsRecordsKey(_buffer.AsSpan(_position + keyStart, keyLength)))
        {
            _isWrapperNext = true;
            return true;
        }

        bool isLine = _state == State.TopLevel && trace.Previous == '\n'
            && trace.Last is not ((byte)':' or (byte)',' or (byte)'[' or (byte)'{');
        AddCredit();
        if (_credit < 0)
        {
            return false;
        }

        switch (Try(isValue, mayLoad: true))
        {
            case TrialOutcome.Element:
                return true;
            case TrialOutcome.Broken:
                return isLine || (isKnown && !isValue);
            default:
                return isLine && _triedEnd > _position && IsAloneOnLine();
        }
    }

    /// <summary>Whether the first key of the object at the position is one of a record, or that of the element that was lost.</summary>
    bool LooksLikeOne(int keyStart, int keyLength)
    {
        var key = _buffer.AsSpan(_position + keyStart, keyLength);
        return key.SequenceEqual(_lostKey.AsSpan(0, _lostKeyLength)) || StructNode.Root.Members.Find(key) is not null
            || IsRecordsKey(key);
    }

    void AddCredit()
    {
        long offset = _base + _position;
        _credit = Math.Min(FirstCredit, _credit + (Math.Max(0, offset - _creditedTo) * CreditPerByte));
        _creditedTo = Math.Max(_creditedTo, offset);
    }

    /// <summary>Reads the first key of the object at the position.</summary>
    bool TryReadHead(long keepFrom, out int keyStart, out int keyLength, out byte value)
    {
        while (true)
        {
            var text = _buffer.AsSpan(_position, Math.Min(_length - _position, MostBlanks));
            if (TryReadHead(text, out keyStart, out keyLength, out value))
            {
                return keyLength >= 0;
            }

            if (text.Length == MostBlanks || !LoadLost(keepFrom))
            {
                return false;
            }
        }
    }

    /// <summary>False when there are too few bytes; a length of -1 when it is no key.</summary>
    static bool TryReadHead(ReadOnlySpan<byte> text, out int keyStart, out int keyLength, out byte value)
    {
        value = 0;
        keyLength = -1;
        keyStart = SkipBlanks(text, 1) + 1;
        if (keyStart > text.Length || text[keyStart - 1] != '"')
        {
            return keyStart <= text.Length;
        }

        int length = text[keyStart..].IndexOf((byte)'"');
        int colon = length < 0 ? text.Length : SkipBlanks(text, keyStart + length + 1);
        if (colon >= text.Length || text[colon] != ':')
        {
            return colon < text.Length;
        }

        int first = SkipBlanks(text, colon + 1);
        if (first >= text.Length)
        {
            return false;
        }

        value = text[first];
        keyLength = "\"{[-tfn0123456789"u8.Contains(value) ? length : -1;
        return true;
    }

    /// <summary>Scans the object at the position, outside of a string, whatever was taken for one before it.</summary>
    /// <param name="isValue">Whether it is the value of a member: then it must be sound to be taken for a record.</param>
    TrialOutcome Try(bool isValue, bool mayLoad)
    {
        int window = FirstWindow;
        if (_doomed.Contains(_base + _position))
        {
            return _doomed.Kind == RejectReason.TooDeep ? TrialOutcome.Other : TrialOutcome.Broken;
        }

        _index.StartAt(_position);
        while (true)
        {
            int end = Math.Min(_length, _position + window);
            _index.Extend(_buffer.AsSpan(0, end), _isEnded && end == _length);
            _credit -= Math.Min(window, end - _position);
            switch (_scanner.Scan(_buffer, _position, _scanned))
            {
                case ScanStatus.Done:
                    _triedEnd = _scanned.End;
                    return IsElement(isValue) ? TrialOutcome.Element : TrialOutcome.Other;
                case ScanStatus.Malformed:
                    var error = _scanner.Error;
                    Doom(error.Kind, error.Position);

                    // What is too deep begins nothing: it would be the same at the next bracket.
                    return error.Kind == RejectReason.TooDeep ? TrialOutcome.Other : TrialOutcome.Broken;
            }

            if (_credit < 0)
            {
                return TrialOutcome.Broken;
            }

            if (end == _length)
            {
                if (!mayLoad || !LoadLost())
                {
                    if (_isEnded)
                    {
                        Doom(RejectReason.Truncated, _length);
                    }

                    return TrialOutcome.Broken;
                }

                _index.StartAt(_position);
            }

            window = Math.Min(window * 2, ScanLimits.MaxRecordBytes);
        }
    }

    /// <summary>Remembers that a scan that began at the position has failed.</summary>
    void Doom(RejectReason kind, int errorPosition) => _doomed.Take(_index, _buffer, _position, errorPosition, kind, _base);

    /// <summary>Whether what was scanned is a record or holds one in a way that is known.</summary>
    bool IsElement(bool isValue)
    {
        var kind = RecordCheck.Check(_scanned, _buffer);
        if (kind != RejectReason.NotCloudTrail)
        {
            return kind == RejectReason.None || !isValue;
        }

        switch (FindInner(out var member, out int rank))
        {
            case EnvelopeForm.Text or EnvelopeForm.Array:
                // Of a broken record, what looks like an envelope may be a part: one with records in it is none.
                return !isValue && (rank == 1 || IsRecordsKey(_buffer.AsSpan(member.KeyStart, member.KeyLength))
                    || EnvelopeKeys.NamesRecordKeys(_buffer.AsSpan(member.ValueStart, member.ValueLength)));
            case EnvelopeForm.Object:
                return _scanner.Scan(_buffer, member.ValueStart, _scanned) == ScanStatus.Done
                    ? RecordCheck.Check(_scanned, _buffer) != RejectReason.NotCloudTrail
                    : !isValue;
            default:
                return false;
        }
    }

    /// <summary>Whether what was scanned is a line of its own, and not the element of an array that is printed line by line.</summary>
    bool IsAloneOnLine()
    {
        var rest = _buffer.AsSpan(0, _length);
        int next = SkipBlanks(rest, _triedEnd);
        return next == rest.Length ? _isEnded : rest[next] is (byte)'{' or (byte)'[' && rest[_triedEnd..next].Contains((byte)'\n');
    }

    /// <summary>
    /// Looks for records inside of something well-formed that is none: what took them in may be a damage. True with the reject of what
    /// stands before the first one, which is read next. The index does not hold any more.
    /// </summary>
    bool TryDig(RejectReason kind, int start, int end)
    {
        int before = _position;
        _position = end;
        AddCredit();
        for (int at = start + 1; at < end && _credit >= 0; at++)
        {
            int found = _buffer.AsSpan(at, end - at).IndexOf((byte)'{');
            if (found < 0)
            {
                break;
            }

            at += found;
            _position = at;
            if (!TryReadHead(_buffer.AsSpan(at, end - at), out _, out int keyLength, out _) || keyLength < 0)
            {
                continue;
            }

            var trace = TraceBefore(start, at);
            if (Try(trace.Last == ':', mayLoad: false) == TrialOutcome.Element)
            {
                BeginLoss(kind, start, start);
                _isWrapperNext = false;
                Resume(trace);
                return true;
            }
        }

        _position = before;
        return false;
    }

    /// <summary>What stands before a place of the buffer.</summary>
    ResyncTrace TraceBefore(int start, int at)
    {
        var text = _buffer.AsSpan(start, at - start);
        int last = text.LastIndexOfAnyExcept(" \t\r\n"u8);
        int beforeLast = text[..last].LastIndexOfAnyExcept(" \t\r\n"u8);
        var trace = new ResyncTrace(false);
        for (int i = Math.Max(0, beforeLast); i < text.Length; i++)
        {
            trace.Pass(text[i], _base + start + i);
        }

        return trace;
    }
}
