namespace TrailLake.Scanning;

/// <summary>
/// Goes on behind what is broken. It ends where its brackets close, or before the next place at which a record begins: a bracket or a quote
/// may be lost, so every opening brace is tried as the begin of one, and what is well-formed and a record from there on is taken for one.
/// </summary>
sealed partial class RecordReader
{
    // Blanks of a pretty-printed file between two tokens.
    const int MostBlanks = 4096;

    // Since something malformed there was no record: brackets and quotes may be taken the wrong way round.
    bool _isUnsure;

    /// <summary>Goes on behind the malformed element at the position; null when only a part of it is broken, which is read next.</summary>
    ReadOutcome? Resync(RejectReason kind, int errorPosition) =>
        _buffer[_position] == '{' && TryEnterBroken() ? null : Hunt(kind, errorPosition);

    /// <summary>Braces that close nothing. Counted from them, the next record would be taken for their partner.</summary>
    ReadOutcome RejectBraces()
    {
        while (true)
        {
            var buffer = _buffer.AsSpan(0, _length);
            int end = _position;
            int next = _position;
            while (next < _length && buffer[next] == '}')
            {
                end = next + 1;
                next = SkipBlanks(buffer, end);
            }

            int behindComma = next < _length && buffer[next] == ',' ? SkipBlanks(buffer, next + 1) : next;
            if (behindComma >= _length && Fill(_position))
            {
                continue;
            }

            if (behindComma < _length && buffer[behindComma] == '"')
            {
                // The rest of a record.
                return Hunt(RejectReason.InvalidJson, _position);
            }

            if (_state == State.WrappedArray && (next >= _length || buffer[next] is not ((byte)',' or (byte)']')))
            {
                // The bracket of the records is what was lost.
                Leave();
            }

            return GoOn(RejectSpan(RejectReason.InvalidJson, _position, end, _position));
        }
    }

    /// <summary>Looks for the next record, or for where the brackets close, and rejects what lies before.</summary>
    ReadOutcome Hunt(RejectReason kind, int errorPosition)
    {
        _isUnsure = true;
        BeginLoss(kind, _position, errorPosition);
        var trace = new ResyncTrace(_lostFirst is (byte)'{' or (byte)'[');
        for (bool isFirst = true; _position < _length || LoadLost(); isFirst = false)
        {
            if (_buffer[_position] == '{' && !isFirst && IsBegin(trace))
            {
                return Resume(trace);
            }

            if (trace.Pass(_buffer[_position], _base + _position))
            {
                long end = _base + _position + 1;
                _position++;
                if (IsBoundary(end))
                {
                    _position = (int)(end - _base);
                    return GoOn(EndLoss(end));
                }

                // A bracket or a quote is lost: what they say from here on is wrong.
                trace.CountsBrackets = false;
                _position = (int)(end - _base) - 1;
            }

            _position++;
        }

        bool isPadding = _state == State.TopLevel && _lostKeys.Records == 0;
        _state = State.End;
        return EndLoss(ContentLength, isPadding);
    }

    /// <summary>
    /// Whether what stands at the position can follow an element. What follows the member of a record is another key, or the end of the
    /// record: there the brackets were counted wrong. The position may be moved on over blanks.
    /// </summary>
    bool IsBoundary(long end)
    {
        int next = NextLostByte(end);
        if (next == ',')
        {
            _position++;
            next = NextLostByte(end);
            return next == '{'
                ? TryReadHead(end, out int key, out int length, out _) && (IsLossSound || LooksLikeOne(key, length))
                : next is not ('"' or '}' or ']');
        }

        return next < 0 || (_state is State.Array or State.WrappedArray ? next == ']' : next is '{' or '[');
    }

    /// <summary>Whether the brackets of what is lost are those of sound JSON; only its texts are not.</summary>
    bool IsLossSound => _lostKind is RejectReason.InvalidUtf8 or RejectReason.ControlCharacter;

    /// <summary>The next byte that is not blank, where it stands, or -1 at the end; the position moves there.</summary>
    int NextLostByte(long keepFrom)
    {
        for (int blanks = 0; blanks < MostBlanks && (_position < _length || LoadLost(keepFrom)); blanks++)
        {
            byte b = _buffer[_position];
            if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return b;
            }

            _position++;
        }

        return -1;
    }

    /// <summary>Goes on with the record at the position, and hands out what is lost before it.</summary>
    ReadOutcome Resume(in ResyncTrace trace)
    {
        if (_lostKind is RejectReason.Truncated or RejectReason.TooLong)
        {
            // It had no end because its brackets do not close: that shows where another record begins inside of it.
            _lostKind = RejectReason.InvalidJson;
            _lostErrorOffset = _base + _position;
        }

        EnterResumed(trace);

        // The comma between two elements is a part of neither.
        long end = trace.Last == ',' ? trace.BeforeLastEnd : trace.LastEnd;
        return GoOn(EndLoss(end > _lostOffset ? end : _base + _position));
    }

    /// <summary>Makes ready to read on at the position, outside of a string.</summary>
    ReadOutcome GoOn(ReadOutcome outcome)
    {
        ShrinkBuffer();
        StartIndex(_position);
        return outcome;
    }

    /// <summary>Where among arrays and objects reading goes on, as far as the bytes before the record tell.</summary>
    void EnterResumed(in ResyncTrace trace)
    {
        bool isInside = _lostFirst == '{' && _state != State.WrapperTail;
        if (_isWrapperNext)
        {
            // A new line or a new element: the records before it have ended, even if their brackets were lost.
            LeaveWrapper(toArray: trace.Last == ',');
        }
        else if (trace.Last == '[' && trace.BeforeLast == ':')
        {
            Enter(State.WrappedArray, isInside || _state == State.TopLevel);
            _isTailUnsound = true;
        }
        else if (trace.Last == '[' && _state == State.TopLevel)
        {
            Enter(State.Array);
        }
        else if (trace.Last == ':' && isInside)
        {
            Enter(State.WrapperTail);
            _isTailUnsound = true;
        }
        else if (_state == State.WrapperTail && trace.Last != ':')
        {
            LeaveWrapper(toArray: false);
        }
    }
}
