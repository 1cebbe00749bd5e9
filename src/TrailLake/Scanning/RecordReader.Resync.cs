using System;
using System.Buffers;
using System.Numerics;

namespace TrailLake.Scanning;

/// <summary>
/// Goes on behind what is broken. A malformed record ends where its brackets close, unless something that begins like a record stands
/// before that (a bracket or a quote was lost): then it ends there. Every record that CloudTrail delivers begins so.
/// </summary>
sealed partial class RecordReader
{
    const int MostContent = 1 << 20;

    static ReadOnlySpan<byte> RecordHead => "{\"eventVersion\""u8;

    // While hunting: what was lost, from where on, and the content of its begin.
    readonly ArrayBufferWriter<byte> _lost = new();
    ScanErrorKind _lostKind;
    long _lostOffset;
    long _lostErrorOffset;
    State _stateBeforeLoss;

    // Since something malformed there was no record: brackets and quotes may be taken the wrong way round.
    bool _isUnsure;

    /// <summary>Rejects [start, end) of the buffer and goes on behind it.</summary>
    ReadOutcome RejectSpan(ScanErrorKind kind, int start, int end, int errorPosition)
    {
        var content = _buffer.AsSpan(start, Math.Min(end - start, MostContent)).ToArray();
        Reject = new Rejected(kind, _base + start, end - start, _base + errorPosition, content);
        _position = end;
        return ReadOutcome.Reject;
    }

    /// <summary>Rejects everything from the position on; the content has ended.</summary>
    ReadOutcome RejectRest(ScanErrorKind kind)
    {
        _state = State.End;
        return RejectSpan(kind, _position, _length, _length);
    }

    ReadOutcome Resync(ScanError error)
    {
        _isUnsure = true;
        int start = _position;
        if (_buffer[start] == '}')
        {
            // A bracket too many closes nothing: counted from it, the next record would be taken for its partner.
            return RejectSpan(error.Kind, start, start + 1, start);
        }

        int end = FindEnd(start);
        if (end < 0)
        {
            return BeginHunt(start, error.Kind, error.Position);
        }

        return RejectUpToRecord(error.Kind, start, end, error.Position);
    }

    /// <summary>
    /// Rejects an object whose brackets close but whose bytes are no text. A damage that wrote such bytes may also have made the records
    /// that follow members of this one.
    /// </summary>
    ReadOutcome RejectBytes(ScanErrorKind kind, int start, int end) => RejectUpToRecord(kind, start, end, start);

    /// <summary>Rejects [start, end) of the buffer, or as much of it as stands before something that begins like a record.</summary>
    ReadOutcome RejectUpToRecord(ScanErrorKind kind, int start, int end, int errorPosition)
    {
        int next = _buffer.AsSpan(start + 1, end - start - 1).IndexOf(RecordHead);
        if (next < 0)
        {
            return RejectSpan(kind, start, end, errorPosition);
        }

        // A record was swallowed: the index may have strings and gaps the wrong way round, so it starts anew there.
        var outcome = RejectSpan(kind, start, start + 1 + next, errorPosition);
        Reindex();
        return outcome;
    }

    /// <summary>Behind the bracket that closes the one at start, as far as indexed bytes tell; -1 when it is not among them.</summary>
    int FindEnd(int start)
    {
        int depth = 0;
        var tokens = _index.Tokens;
        for (int block = start >> 6; block < _index.BlockCount; block++)
        {
            ulong bits = tokens[block];
            if (block == start >> 6)
            {
                bits &= ulong.MaxValue << start;
            }

            for (; bits != 0; bits &= bits - 1)
            {
                int position = (block << 6) + BitOperations.TrailingZeroCount(bits);
                depth += Step(_buffer[position]);
                if (depth == 0)
                {
                    return position + 1;
                }
            }
        }

        return -1;
    }

    /// <summary>Whether a record begins behind the bracket at the position.</summary>
    bool IsRecordNext()
    {
        const int Enough = 64;
        if (_length - _position < Enough)
        {
            Fill(_position);
        }

        var rest = _buffer.AsSpan(_position, _length - _position);
        return rest[SkipBlanks(rest, 1)..].StartsWith(RecordHead);
    }

    static int Step(byte token) => token switch
    {
        (byte)'{' or (byte)'[' => 1,
        (byte)'}' or (byte)']' => -1,
        _ => 0,
    };

    /// <summary>
    /// Passes over an element that is longer than a record may be. Its brackets are counted without keeping its bytes.
    /// </summary>
    ReadOutcome SkipLong()
    {
        BeginLoss(_position, ScanErrorKind.TooLong, _position);
        int depth = 0;
        int from = _position;
        while (true)
        {
            var tokens = _index.Tokens;
            for (int block = from >> 6; block < _index.BlockCount; block++)
            {
                ulong bits = tokens[block];
                if (block == from >> 6)
                {
                    bits &= ulong.MaxValue << from;
                }

                for (; bits != 0; bits &= bits - 1)
                {
                    int position = (block << 6) + BitOperations.TrailingZeroCount(bits);
                    depth += Step(_buffer[position]);
                    if (depth == 0)
                    {
                        _position = position + 1;
                        var outcome = EndLoss(_base + _position);
                        ShrinkBuffer();
                        return outcome;
                    }
                }
            }

            from = 0;
            int kept = _length - _index.Length;
            if (!FillBehindIndex())
            {
                _state = _stateBeforeLoss = State.End;
                return EndLoss(ContentLength);
            }

            KeepLost(kept);
        }
    }

    /// <summary>A long record has grown the buffer; the next ones need only the common size.</summary>
    void ShrinkBuffer()
    {
        int rest = _length - _position;
        if (_buffer.Length > InitialCapacity * 4 && rest <= InitialCapacity)
        {
            var smaller = new byte[InitialCapacity];
            _buffer.AsSpan(_position, rest).CopyTo(smaller);
            _base += _position;
            _length = rest;
            _position = 0;
            _buffer = smaller;
            Reindex();
        }
    }

    ReadOutcome BeginHunt(int start, ScanErrorKind kind, int errorPosition)
    {
        BeginLoss(start, kind, errorPosition);
        _position = start + 1;
        return Hunt();
    }

    /// <summary>Looks for the next thing that begins like a record (or, between lines, like an object) and rejects what lies before.</summary>
    ReadOutcome Hunt()
    {
        while (true)
        {
            int found = FindBegin(_buffer.AsSpan(_position, _length - _position));
            if (found >= 0)
            {
                _position += found;
                Reindex();
                _state = _stateBeforeLoss;
                return EndLoss(_base + _position);
            }

            // A head may lie across the buffer's end.
            _position = Math.Max(_position, _length - RecordHead.Length);
            int kept = _length - _position;
            if (!Fill(_position))
            {
                _state = _stateBeforeLoss = State.End;
                return EndLoss(ContentLength);
            }

            KeepLost(kept);
        }
    }

    int FindBegin(ReadOnlySpan<byte> text)
    {
        int head = text.IndexOf(RecordHead);
        if (_stateBeforeLoss == State.TopLevel)
        {
            int line = text.IndexOf("\n{"u8);
            if (line >= 0 && (head < 0 || line + 1 < head))
            {
                return line + 1;
            }
        }

        return head;
    }

    void BeginLoss(int start, ScanErrorKind kind, int errorPosition)
    {
        _lost.ResetWrittenCount();
        _lost.Write(_buffer.AsSpan(start, Math.Min(_length - start, MostContent)));
        _lostKind = kind;
        _lostOffset = _base + start;
        _lostErrorOffset = _base + errorPosition;
        _stateBeforeLoss = _state == State.WrapperTail ? State.TopLevel : _state;
    }

    /// <summary>Adds what was read behind the kept bytes to the content of what is lost.</summary>
    void KeepLost(int kept) => _lost.Write(_buffer.AsSpan(kept, Math.Min(_length - kept, MostContent - _lost.WrittenCount)));

    ReadOutcome EndLoss(long endOffset)
    {
        long length = endOffset - _lostOffset;
        var content = _lost.WrittenSpan[..(int)Math.Min(length, _lost.WrittenCount)].ToArray();
        Reject = new Rejected(_lostKind, _lostOffset, length, _lostErrorOffset, content);
        return ReadOutcome.Reject;
    }

    /// <summary>Indexes anew from the position on, which is known to stand outside of a string.</summary>
    void Reindex()
    {
        _buffer.AsSpan(_position, _length - _position).CopyTo(_buffer);
        _base += _position;
        _length -= _position;
        _position = 0;
        _index.Reset();
        _index.Extend(_buffer.AsSpan(0, _length), _isEnded);
    }
}
