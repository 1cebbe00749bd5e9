using System;

namespace TrailLake.Scanning;

/// <summary>Forms in which records are wrapped.</summary>
sealed partial class RecordReader
{
    // A record inside a string is unescaped and scanned on its own.
    readonly TokenIndex _innerIndex = new();
    readonly ScannedRecord _innerScanned = new();
    EventScanner? _innerScanner;
    byte[] _innerBuffer = [];

    /// <summary>Goes behind <c>{"Records":[</c> or <c>{"Events":[</c>, when that is what stands at the position.</summary>
    bool TryEnterWrapper()
    {
        const int LongestHead = 256;
        while (_length - _position < LongestHead && Fill(_position))
        {
        }

        var rest = _buffer.AsSpan(_position, _length - _position);
        int i = SkipBlanks(rest, 1);
        foreach (var key in (ReadOnlySpan<string>)["\"Records\"", "\"Events\""])
        {
            if (rest.Length - i > key.Length && System.Text.Ascii.Equals(rest.Slice(i, key.Length), key))
            {
                i = SkipBlanks(rest, i + key.Length);
                if (i < rest.Length && rest[i] == ':')
                {
                    i = SkipBlanks(rest, i + 1);
                    if (i < rest.Length && rest[i] == '[')
                    {
                        _position += i + 1;
                        Enter(State.WrappedArray);
                        return true;
                    }
                }

                return false;
            }
        }

        return false;
    }

    static int SkipBlanks(ReadOnlySpan<byte> text, int from)
    {
        int skipped = from < text.Length ? text[from..].IndexOfAnyExcept(" \t\r\n"u8) : -1;
        return skipped < 0 ? text.Length : from + skipped;
    }

    /// <summary>Skips what follows the array of records inside its object; null when that went well.</summary>
    ReadOutcome? SkipWrapperTail(byte next)
    {
        if (next == '}')
        {
            _position++;
            Leave();
            return null;
        }

        while (next == ',')
        {
            switch (_scanner.SkipMembers(_buffer, _position, _scanned, out int end))
            {
                case ScanStatus.Done when IsRestOfRecord():
                    _state = State.WrappedArray;
                    return Hunt(ScanErrorKind.InvalidJson, _position);
                case ScanStatus.Done:
                    if (MayHoldRecords(_position, end))
                    {
                        if (TryDig(ScanErrorKind.NotCloudTrail, _position, end))
                        {
                            return ReadOutcome.Reject;
                        }

                        StartIndex(end);
                    }

                    bool isLost = _isTailUnsound;
                    Leave();
                    if (isLost)
                    {
                        return RejectSpan(ScanErrorKind.InvalidJson, _position, end, _position);
                    }

                    _position = end;
                    return null;
                case ScanStatus.NeedMoreData:
                    if (Fill(_position))
                    {
                        continue;
                    }

                    return Hunt(_isEnded ? ScanErrorKind.Truncated : ScanErrorKind.TooLong, _isEnded ? _length : _position);
            }

            if (_buffer[SkipBlanks(_buffer.AsSpan(0, _length), _position + 1)] == '{')
            {
                return GoOnBehindBracket();
            }

            break;
        }

        return Hunt(ScanErrorKind.InvalidJson, _position);
    }

    /// <summary>Whether the member behind the comma at the position is one of a record: the bracket before it closed no array of records.</summary>
    bool IsRestOfRecord() =>
        TryReadHead(_buffer.AsSpan(_position, _length - _position), out int key, out int length, out _) && length >= 0
            && StructNode.Root.Members.Find(_buffer.AsSpan(_position + key, length)) is not null;

    /// <summary>Another object follows where a key must: a bracket before the comma is one too many, or a brace is lost.</summary>
    ReadOutcome? GoOnBehindBracket()
    {
        Leave();
        if (_state is State.Array or State.WrappedArray)
        {
            return null;
        }

        Enter(State.WrappedArray);
        return RejectSpan(ScanErrorKind.InvalidJson, _position, _position + 1, _position);
    }

    /// <summary>Decides what a well-formed object is; null when it holds an array of records, which is read next.</summary>
    ReadOutcome? Resolve()
    {
        var record = _scanned;
        int end = record.End;
        var kind = RecordCheck.Check(record, _buffer);
        if (kind == ScanErrorKind.NotCloudTrail)
        {
            switch (FindInner(out var member))
            {
                case InnerForm.Text:
                    return ReadInner(member, end);
                case InnerForm.Detail:
                    return ReadDetail(member.ValueStart, end);
                case InnerForm.Array:
                    _position = member.ValueStart + 1;
                    Enter(State.WrappedArray);
                    return null;
            }

            if (_state == State.TopLevel && IsEmptyWrapper(record))
            {
                _position = end;
                return null;
            }
        }

        return Hand(record, _buffer, kind, record.Start, end);
    }

    /// <summary>Whether an object between records is <c>{}</c>, or has <c>null</c> in the place of the array of records: it holds none.</summary>
    bool IsEmptyWrapper(ScannedRecord record)
    {
        if (SkipBlanks(_buffer.AsSpan(record.Start, record.End - record.Start), 1) == record.End - record.Start - 1)
        {
            return true;
        }

        foreach (var member in record.Unmapped.AsSpan(0, record.UnmappedCount))
        {
            var key = _buffer.AsSpan(member.KeyStart, member.KeyLength);
            if (member.Parent == 0 && (key.SequenceEqual("Records"u8) || key.SequenceEqual("Events"u8))
                && _buffer.AsSpan(member.ValueStart, member.ValueLength).SequenceEqual("null"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks for the member that holds a record, or many, in an object that is none.</summary>
    InnerForm FindInner(out UnmappedMember member)
    {
        for (int i = 0; i < _scanned.UnmappedCount; i++)
        {
            member = _scanned.Unmapped[i];
            if (member.Parent != 0)
            {
                continue;
            }

            var key = _buffer.AsSpan(member.KeyStart, member.KeyLength);
            switch (_buffer[member.ValueStart])
            {
                case (byte)'"' when key.SequenceEqual("CloudTrailEvent"u8):
                    return InnerForm.Text;
                case (byte)'{' when key.SequenceEqual("detail"u8):
                    return InnerForm.Detail;
                case (byte)'[' when IsRecordsKey(key):
                    return InnerForm.Array;
            }
        }

        member = default;
        return InnerForm.None;
    }

    /// <summary>An EventBridge event: the record is its <c>detail</c>.</summary>
    ReadOutcome ReadDetail(int start, int elementEnd)
    {
        int elementStart = _scanned.Start;
        if (_scanner.Scan(_buffer, start, _scanned) != ScanStatus.Done)
        {
            // Sound as JSON, but a key of the record format stands twice.
            return RejectSpan(_scanner.Error.Kind, elementStart, elementEnd, _scanner.Error.Position);
        }

        return Hand(_scanned, _buffer, RecordCheck.Check(_scanned, _buffer), elementStart, elementEnd);
    }

    /// <summary>An element of <c>lookup-events</c>: the record is the text of its <c>CloudTrailEvent</c>.</summary>
    ReadOutcome ReadInner(in UnmappedMember member, int elementEnd)
    {
        int elementStart = _scanned.Start;
        var text = _buffer.AsSpan(member.ValueStart + 1, member.ValueLength - 2);
        if (_innerBuffer.Length < text.Length)
        {
            _innerBuffer = new byte[Math.Max(text.Length, _innerBuffer.Length * 2)];
        }

        var kind = ScanErrorKind.InvalidJson;
        if (JsonUnescape.Unescape(text, _innerBuffer, out int length) == UnescapeStatus.Done)
        {
            var inner = _innerBuffer.AsSpan(0, length);
            _innerIndex.Reset();
            _innerIndex.Extend(inner, isFinal: true);
            _innerScanner ??= new EventScanner(_innerIndex);
            int start = SkipBlanks(inner, 0);
            if (start < length && inner[start] == '{'
                && _innerScanner.Scan(_innerBuffer, start, _innerScanned) == ScanStatus.Done
                && SkipBlanks(inner, _innerScanned.End) == length
                && !(_innerIndex.FirstControl >= 0 && HasControlInString(inner)))
            {
                kind = RecordCheck.Check(_innerScanned, _innerBuffer);
            }
        }

        return Hand(_innerScanned, _innerBuffer, kind, elementStart, elementEnd);
    }

    ReadOutcome Hand(ScannedRecord record, byte[] buffer, ScanErrorKind kind, int elementStart, int elementEnd)
    {
        if (kind != ScanErrorKind.None)
        {
            return kind == ScanErrorKind.NotCloudTrail
                ? RejectOther(kind, elementStart, elementEnd)
                : RejectSpan(kind, elementStart, elementEnd, elementStart);
        }

        _isUnsure = false;
        Record = record;
        RecordBuffer = buffer;
        RecordOffset = _base + elementStart;
        _position = elementEnd;
        return ReadOutcome.Record;
    }

    /// <summary>Rejects something well-formed that is no record, or as much of it as stands before a record.</summary>
    ReadOutcome RejectOther(ScanErrorKind kind, int start, int end)
    {
        bool isPart = kind == ScanErrorKind.NotCloudTrail && HasRecordKey();
        if (MayHoldRecords(start, end))
        {
            if (TryDig(kind, start, end))
            {
                return ReadOutcome.Reject;
            }

            StartIndex(end);
        }

        if (isPart)
        {
            // It may have been closed too early: the rest of it is no element of its own.
            _position = start;
            return Hunt(kind, start);
        }

        return RejectSpan(kind, start, end, start);
    }

    /// <summary>Whether what was scanned has a key of the record format.</summary>
    bool HasRecordKey()
    {
        foreach (var state in _scanned.States)
        {
            if (state >= ValueState.MetUnmapped)
            {
                return true;
            }
        }

        return _scanned.GroupsMet != 0;
    }

    bool MayHoldRecords(int start, int end)
    {
        var text = _buffer.AsSpan(start, end - start);
        return text.IndexOf("\"eventVersion\""u8) >= 0 || text.IndexOf("\"eventName\""u8) >= 0 || text.IndexOf("\"CloudTrailEvent\""u8) >= 0;
    }
}
