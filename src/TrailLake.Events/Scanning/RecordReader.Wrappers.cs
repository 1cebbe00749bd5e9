using System.Runtime.InteropServices;

namespace TrailLake.Scanning;

/// <summary>Forms in which records are wrapped.</summary>
sealed partial class RecordReader
{
    /// <summary>Goes behind <c>{"Records":[</c> or the like, when that is what stands at the position.</summary>
    bool TryEnterWrapper()
    {
        const int LongestHead = 256;
        while (_length - _position < LongestHead && Fill(_position))
        {
        }

        var rest = _buffer.AsSpan(_position, _length - _position);
        if (!TryReadHead(rest, out int keyStart, out int keyLength, out byte value) || keyLength < 0 || value != '['
            || !EnvelopeKeys.IsList(rest.Slice(keyStart, keyLength)))
        {
            return false;
        }

        _position += keyStart + keyLength + 1;
        _position += _buffer.AsSpan(_position, _length - _position).IndexOf((byte)'[') + 1;
        Enter(State.WrappedArray);
        return true;
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
                case ScanStatus.Done when BeginsWithRecordKey(_position):
                    // A member of a record: the bracket before it closed no array of records.
                    _state = State.WrappedArray;
                    return Hunt(RejectReason.InvalidJson, _position);
                case ScanStatus.Done:
                    if (MayHoldRecords(_position, end))
                    {
                        if (TryDig(RejectReason.NotCloudTrail, _position, end))
                        {
                            return ReadOutcome.Reject;
                        }

                        StartIndex(end);
                    }

                    bool isLost = _isTailUnsound;
                    Leave();
                    if (isLost)
                    {
                        return RejectSpan(RejectReason.InvalidJson, _position, end, _position);
                    }

                    _position = end;
                    return null;
                case ScanStatus.NeedMoreData:
                    if (Fill(_position))
                    {
                        continue;
                    }

                    return Hunt(_isEnded ? RejectReason.Truncated : RejectReason.TooLong, _isEnded ? _length : _position);
            }

            if (_buffer[SkipBlanks(_buffer.AsSpan(0, _length), _position + 1)] == '{')
            {
                return GoOnBehindBracket();
            }

            break;
        }

        return Hunt(RejectReason.InvalidJson, _position);
    }

    /// <summary>Whether the first key behind a brace or comma is one of a record.</summary>
    bool BeginsWithRecordKey(int start) =>
        TryReadHead(_buffer.AsSpan(start, _length - start), out int key, out int length, out _) && length >= 0
            && StructNode.Root.Members.Find(_buffer.AsSpan(start + key, length)) is not null;

    /// <summary>Another object follows where a key must: a bracket before the comma is one too many, or a brace is lost.</summary>
    ReadOutcome? GoOnBehindBracket()
    {
        Leave();
        if (_state is State.Array or State.WrappedArray)
        {
            return null;
        }

        Enter(State.WrappedArray);
        return RejectSpan(RejectReason.InvalidJson, _position, _position + 1, _position);
    }

    /// <summary>Whether an object between records is <c>{}</c>, or has <c>null</c> in the place of the records: it holds none.</summary>
    bool IsEmptyWrapper(ScannedRecord record)
    {
        if (SkipBlanks(_buffer, record.Start + 1) == record.End - 1)
        {
            // The text of an event or message is there for something.
            return _depth == 0;
        }

        foreach (var member in record.Unmapped.AsSpan(0, record.UnmappedCount))
        {
            var key = _buffer.AsSpan(member.KeyStart, member.KeyLength);
            if (member.Parent == 0 && EnvelopeKeys.IsList(key)
                && _buffer.AsSpan(member.ValueStart, member.ValueLength).SequenceEqual("null"u8))
            {
                return true;
            }
        }

        return false;
    }

    ReadOutcome Hand(ScannedRecord record, byte[] buffer, RejectReason kind, int elementStart, int elementEnd)
    {
        if (kind != RejectReason.None)
        {
            return kind == RejectReason.NotCloudTrail
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
    ReadOutcome RejectOther(RejectReason kind, int start, int end)
    {
        // Whether what was scanned has a key of the record format.
        bool isPart = kind == RejectReason.NotCloudTrail && (_scanned.GroupsMet != 0
            || MemoryMarshal.AsBytes(_scanned.States.AsSpan()).ContainsAnyInRange((byte)ValueState.MetUnmapped, byte.MaxValue));
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

    bool MayHoldRecords(int start, int end)
    {
        var text = _buffer.AsSpan(start, end - start);
        return text.IndexOf("\"eventVersion\""u8) >= 0 || text.IndexOf("\"eventName\""u8) >= 0
            || text.IndexOf("\"CloudTrailEvent\""u8) >= 0;
    }
}
