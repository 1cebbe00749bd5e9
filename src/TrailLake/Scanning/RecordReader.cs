using System;
using System.IO;

namespace TrailLake.Scanning;

/// <summary>
/// Reads the records of one content, whatever form it has: <c>{"Records":[…]}</c>, a bare array, one record, JSON lines of records or
/// of <c>Records</c> batches, <c>lookup-events</c> output, EventBridge events. The bytes decide, not a name. Memory is bounded by the
/// longest record. Bad parts are handed out as rejects and reading goes on behind them where the next record can be found.
/// </summary>
sealed partial class RecordReader
{
    readonly TokenIndex _index = new();
    readonly EventScanner _scanner;
    readonly ScannedRecord _scanned = new();
    State _state;
    int _position;

    /// <param name="capacity">First size of the buffer in bytes; it grows up to the longest record.</param>
    public RecordReader(int capacity = InitialCapacity)
    {
        _scanner = new EventScanner(_index);
        _buffer = new byte[capacity];
    }

    enum State
    {
        /// <summary>Between values of the outermost level.</summary>
        TopLevel,

        /// <summary>Between the elements of an array of records.</summary>
        Array,

        /// <summary>Between the elements of an array of records inside an object.</summary>
        WrappedArray,

        /// <summary>Behind that array, still inside the object.</summary>
        WrapperTail,

        /// <summary>Lost: looking for the next thing that begins like a record.</summary>
        Hunting,

        End,
    }

    /// <summary>The record, after <see cref="ReadOutcome.Record"/>; valid until the next call.</summary>
    public ScannedRecord Record { get; private set; } = new();

    /// <summary>The buffer that <see cref="Record"/>'s slices are of.</summary>
    public byte[] RecordBuffer { get; private set; } = [];

    /// <summary>Where <see cref="Record"/> begins in the content, bytes from 0; for a record inside a string, where its element begins.</summary>
    public long RecordOffset { get; private set; }

    /// <summary>What was rejected, after <see cref="ReadOutcome.Reject"/>.</summary>
    public Rejected Reject { get; private set; }

    /// <summary>Bytes of content read so far.</summary>
    public long ContentLength => _base + _length;

    /// <summary>Begins a new content.</summary>
    public void Begin(Stream content)
    {
        _stream = content;
        _length = 0;
        _base = 0;
        _isEnded = false;
        _failure = null;
        _position = 0;
        _state = State.TopLevel;
        _index.Reset();
    }

    /// <summary>Goes to the next record, reject, or the end.</summary>
    public ReadOutcome Read()
    {
        while (true)
        {
            if (_state == State.Hunting)
            {
                return Hunt();
            }

            if (_state == State.End || !SkipBlanks())
            {
                return AtEnd();
            }

            byte next = _buffer[_position];
            switch (_state)
            {
                case State.TopLevel when next == '{':
                    if (TryEnterWrapper())
                    {
                        continue;
                    }

                    break;
                case State.TopLevel when next == '[':
                    _position++;
                    _state = State.Array;
                    continue;
                case State.TopLevel when next == ',':
                    _position++;
                    continue;
                case State.TopLevel:
                    return BeginHunt(_position, ScanErrorKind.InvalidJson, _position);
                case State.Array or State.WrappedArray when next == ',':
                    // Stray commas between records lose nothing: records are judged strictly, what stands between them is not.
                    _position++;
                    continue;
                case State.Array or State.WrappedArray when next == ']':
                    _position++;
                    _state = _state == State.Array ? State.TopLevel : State.WrapperTail;
                    continue;
                case State.Array or State.WrappedArray when next != '{':
                    return _isUnsure ? BeginHunt(_position, ScanErrorKind.InvalidJson, _position) : RejectElement();
                case State.WrapperTail:
                    if (SkipWrapperTail(next) is { } outcome)
                    {
                        return outcome;
                    }

                    continue;
            }

            if (ReadObject() is { } read)
            {
                return read;
            }
        }
    }

    /// <summary>Scans the object at the position; null when it turned out to hold records that are read next.</summary>
    ReadOutcome? ReadObject()
    {
        while (true)
        {
            switch (_scanner.Scan(_buffer, _position, _scanned))
            {
                case ScanStatus.NeedMoreData:
                    if (Fill(_position))
                    {
                        continue;
                    }

                    return _isEnded ? RejectRest(ScanErrorKind.Truncated) : SkipLong();
                case ScanStatus.Malformed:
                    return Resync(_scanner.Error);
            }

            var kind = CheckBytes(_scanned.Start, _scanned.End);
            if (kind != ScanErrorKind.None)
            {
                return RejectBytes(kind, _scanned.Start, _scanned.End);
            }

            return Resolve();
        }
    }

    ScanErrorKind CheckBytes(int start, int end)
    {
        if (_index.HasNonAscii && !System.Text.Unicode.Utf8.IsValid(_buffer.AsSpan(start, end - start)))
        {
            return ScanErrorKind.InvalidUtf8;
        }

        return _index.FirstControl >= 0 && HasControlInString(_buffer.AsSpan(start, end - start)) ? ScanErrorKind.ControlCharacter : ScanErrorKind.None;
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
    ReadOutcome RejectElement()
    {
        if (_buffer[_position] == '[' && IsRecordNext())
        {
            // An array among the records that holds records: only its bracket is wrong.
            return RejectSpan(ScanErrorKind.NotAnObject, _position, _position + 1, _position);
        }

        while (true)
        {
            var status = _scanner.SkipElement(_buffer, _position, _scanned, out int end);
            switch (status)
            {
                case ScanStatus.Done:
                    return RejectSpan(ScanErrorKind.NotAnObject, _position, end, _position);
                case ScanStatus.Malformed:
                    return Resync(_scanner.Error);
                default:
                    if (!Fill(_position))
                    {
                        return _isEnded ? RejectRest(ScanErrorKind.Truncated) : SkipLong();
                    }

                    continue;
            }
        }
    }

    ReadOutcome AtEnd()
    {
        bool insideRecords = _state is State.Array or State.WrappedArray or State.WrapperTail;
        _state = State.End;
        if (!insideRecords)
        {
            return ReadOutcome.End;
        }

        Reject = new Rejected(ScanErrorKind.Truncated, ContentLength, 0, ContentLength, []);
        return ReadOutcome.Reject;
    }
}
