namespace TrailLake.Scanning;

/// <summary>
/// Reads the records of one content, whatever form it has: <c>{"Records":[…]}</c>, a bare array, one record, JSON lines of records or
/// of <c>Records</c> batches, <c>lookup-events</c> output, EventBridge events, log events of CloudWatch, messages of SNS and SQS, whatever
/// <see cref="EnvelopeKeys"/> names. The bytes decide, not a name. Memory is bounded by the longest record. Bad parts are handed out as
/// rejects, and reading goes on behind them where the next record can be found.
/// </summary>
sealed partial class RecordReader
{
    readonly TokenIndex _index = new();
    readonly EventScanner _scanner;
    readonly ScannedRecord _scanned = new();
    int _position;

    /// <param name="capacity">First size of the buffer in bytes; it grows up to the longest record.</param>
    /// <param name="depth">In how many texts the content stands: an envelope's text is read by a reader of its own.</param>
    public RecordReader(int capacity = InitialCapacity, int depth = 0)
    {
        _scanner = new EventScanner(_index);
        _buffer = new byte[capacity];
        _depth = depth;
    }

    /// <summary>The record, after <see cref="ReadOutcome.Record"/>; valid until the next call.</summary>
    public ScannedRecord Record { get; private set; } = new();

    /// <summary>The buffer that <see cref="Record"/>'s slices are of.</summary>
    public byte[] RecordBuffer { get; private set; } = [];

    /// <summary>Where <see cref="Record"/> begins in the content, from 0; of a record inside a string, where its element begins.</summary>
    public long RecordOffset { get; private set; }

    /// <summary>The rejected content, after <see cref="ReadOutcome.Reject"/>.</summary>
    public RejectedContent Reject { get; private set; }

    /// <summary>Bytes of content read so far.</summary>
    public long ContentLength => _base + _length;

    /// <summary>Begins a new content.</summary>
    public void Begin(Stream content)
    {
        _stream = content;
        _length = 0;
        _base = 0;
        _isEnded = false;
        Failure = null;
        _position = 0;
        _state = State.TopLevel;
        _levels = 0;
        _isUnsure = false;
        _isTailUnsound = false;
        _isInChild = false;
        _isTextual = false;
        _doomed.Clear();
        _credit = FirstCredit;
        _creditedTo = 0;
        _index.Reset();
    }

    /// <summary>Goes to the next record, reject, or the end.</summary>
    public ReadOutcome Read()
    {
        while (true)
        {
            var outcome = _isInChild ? ReadChild() : _state == State.End || !SkipBlanks() ? AtEnd() : ReadNext(_buffer[_position]);
            if (outcome is { } found)
            {
                return found;
            }
        }
    }

    /// <summary>Reads what begins with the byte at the position; null when it only leads to what is read next.</summary>
    ReadOutcome? ReadNext(byte first)
    {
        switch (_state)
        {
            case State.TopLevel when first == '{':
                return TryEnterWrapper() ? null : ReadObject();
            case State.TopLevel when first == '[':
                _position++;
                Enter(State.Array);
                return null;
            case State.TopLevel or State.Array or State.WrappedArray when first == ',':
                // Stray commas between records lose nothing: records are judged strictly, what stands between them is not.
                _position++;
                return null;
            case State.TopLevel:
                return PassText();
            case State.Array when first == ']':
                _position++;
                Leave();
                return null;
            case State.WrappedArray when first == ']':
                _position++;
                _state = State.WrapperTail;
                return null;
            case State.Array or State.WrappedArray when first == '}':
                return RejectBraces();
            case State.Array or State.WrappedArray when first == '[' && TryEnterArray():
                return null;
            case State.Array or State.WrappedArray when first != '{':
                return _isUnsure ? Hunt(RejectReason.InvalidJson, _position) : RejectElement();
            case State.WrapperTail when first != '{':
                return SkipWrapperTail(first);
            default:
                return ReadObject();
        }
    }

    /// <summary>Scans the object at the position; null when it turned out to hold records that are read next.</summary>
    ReadOutcome? ReadObject()
    {
        bool isAlone = false;
        if (_doomed.Contains(_base + _position))
        {
            return Resync(_doomed.Kind, (int)Math.Min(_doomed.ErrorOffset - _base, int.MaxValue));
        }

        while (true)
        {
            switch (_scanner.Scan(_buffer, _position, _scanned))
            {
                case ScanStatus.NeedMoreData:
                    if (Fill(_position))
                    {
                        continue;
                    }

                    if (!_isEnded)
                    {
                        // What begins inside of it is shorter.
                        return Resync(RejectReason.TooLong, _position);
                    }

                    Doom(RejectReason.Truncated, _length);
                    return Resync(RejectReason.Truncated, _length);
                case ScanStatus.Malformed:
                    var error = _scanner.Error;
                    Doom(error.Kind, error.Position);
                    return Resync(error.Kind, error.Position);
            }

            var kind = CheckBytes(_scanned.Start, _scanned.End);
            if (kind != RejectReason.None)
            {
                return Resync(kind, _scanned.Start);
            }

            if (!isAlone && _state is State.Array or State.WrappedArray && IsSeparated(_scanned.End) is not true)
            {
                if (IsSeparated(_scanned.End) is null && Fill(_position))
                {
                    continue;
                }

                if (HoldsTwo(_scanned.Start, _scanned.End))
                {
                    if (TryDig(RejectReason.InvalidJson, _scanned.Start, _scanned.End))
                    {
                        return ReadOutcome.Reject;
                    }

                    StartIndex(_position);
                    isAlone = true;
                    continue;
                }
            }

            return Resolve();
        }
    }

    /// <summary>Whether what follows an element of an array is what must follow it; null when that is not in the buffer yet.</summary>
    bool? IsSeparated(int end)
    {
        if (end < _length && _buffer[end] == ',')
        {
            return true;
        }

        var buffer = _buffer.AsSpan(0, _length);
        int next = SkipBlanks(buffer, end);
        if (next < _length && buffer[next] == ']' && _state == State.WrappedArray)
        {
            // Behind the array its object goes on or ends; not so where the array's bracket is one that an element took for its own.
            next = SkipBlanks(buffer, next + 1);
            return next < _length ? buffer[next] is (byte)',' or (byte)'}' : _isEnded ? false : null;
        }

        return next < _length ? buffer[next] is (byte)',' or (byte)']' : _isEnded ? false : null;
    }

    /// <summary>
    /// Whether a record has more than once the key that each record has once. Where the end of an array inside of it was lost, it takes the
    /// records that follow for its elements and the end of all records for its own.
    /// </summary>
    bool HoldsTwo(int start, int end)
    {
        var text = _buffer.AsSpan(start, end - start);
        return text.IndexOf("\"eventVersion\""u8) is var first and >= 0 && text.LastIndexOf("\"eventVersion\""u8) > first;
    }

    RejectReason CheckBytes(int start, int end)
    {
        if (_index.HasNonAscii && !System.Text.Unicode.Utf8.IsValid(_buffer.AsSpan(start, end - start)))
        {
            return RejectReason.InvalidUtf8;
        }

        return _index.FirstControl >= 0 && HasControlInString(_buffer.AsSpan(start, end - start))
            ? RejectReason.ControlCharacter
            : RejectReason.None;
    }

    static bool HasControlInString(ReadOnlySpan<byte> record)
    {
        bool inString = false;
        for (int i = 0; i < record.Length; i++)
        {
            byte b = record[i];
            if (b == '"')
            {
                inString = !inString;
            }
            else if (inString && b == '\\')
            {
                i++;
            }
            else if (inString && b < 0x20)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An element of an array that is not an object.</summary>
    ReadOutcome? RejectElement()
    {
        while (true)
        {
            switch (_scanner.SkipElement(_buffer, _position, _scanned, out int end))
            {
                case ScanStatus.Done when IsSeparated(end) is null && Fill(_position):
                    continue;
                case ScanStatus.Done when IsSeparated(end) is true:
                    return RejectOther(RejectReason.NotAnObject, _position, end);
                case ScanStatus.Done:
                    // A key, for example: the brace before it is lost.
                    return Hunt(RejectReason.InvalidJson, end);
                case ScanStatus.Malformed:
                    return Resync(_scanner.Error.Kind, _scanner.Error.Position);
                default:
                    if (Fill(_position))
                    {
                        continue;
                    }

                    return _isEnded ? Hunt(RejectReason.Truncated, _length) : Hunt(RejectReason.TooLong, _position);
            }
        }
    }

    ReadOutcome AtEnd()
    {
        bool insideRecords = _state is not (State.TopLevel or State.End);
        _state = State.End;
        if (!insideRecords)
        {
            return ReadOutcome.End;
        }

        Reject = new RejectedContent(RejectReason.Truncated, ContentLength, 0, ContentLength, []);
        return ReadOutcome.Reject;
    }
}
