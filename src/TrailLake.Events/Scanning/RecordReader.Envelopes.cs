namespace TrailLake.Scanning;

/// <summary>Records as texts, and texts that hold envelopes again: a message of SQS with one of SNS with an event of EventBridge.</summary>
sealed partial class RecordReader
{
    // SQS, SNS, EventBridge, CloudWatch Logs: more than these are not put into one another.
    const int MostTexts = 6;
    const int MostObjects = 4;

    // What CloudWatch Logs sends to try whether a destination takes its data: it stands for no record.
    static ReadOnlySpan<byte> ControlMessage => "CWL CONTROL MESSAGE"u8;

    // A record inside a string is unescaped and scanned on its own.
    readonly TokenIndex _innerIndex = new();
    readonly ScannedRecord _innerScanned = new();
    readonly EnvelopeText _innerText = new();
    EventScanner? _innerScanner;

    // Reads a text that is no record but may hold some.
    RecordReader? _child;
    bool _isInChild;
    bool _isFirstOfChild;
    long _childOffset;
    int _childLength;
    readonly int _depth;

    /// <summary>Looks for the member that holds a record, or many, in an object that is none.</summary>
    EnvelopeForm FindInner(out UnmappedMember member, out int rank)
    {
        member = default;
        rank = EnvelopeKeys.None;
        var form = EnvelopeForm.None;
        for (int i = 0; i < _scanned.UnmappedCount; i++)
        {
            ref readonly var candidate = ref _scanned.Unmapped[i];
            if (candidate.Parent != 0)
            {
                continue;
            }

            var key = _buffer.AsSpan(candidate.KeyStart, candidate.KeyLength);
            int candidateRank = EnvelopeKeys.Rank(key);
            if (candidateRank < rank && FormOf(candidate, key, candidateRank) is var found and not EnvelopeForm.None)
            {
                form = found;
                member = candidate;
                rank = candidateRank;
            }
        }

        return form;
    }

    EnvelopeForm FormOf(in UnmappedMember member, ReadOnlySpan<byte> key, int rank)
    {
        var value = _buffer.AsSpan(member.ValueStart, member.ValueLength);
        switch (value[0])
        {
            case (byte)'[':
                return EnvelopeKeys.IsList(key) ? EnvelopeForm.Array : EnvelopeForm.None;
            case (byte)'{':
                return rank is 1 or 5 or 11 || EnvelopeKeys.NamesRecordKeys(value) ? EnvelopeForm.Object : EnvelopeForm.None;
            case (byte)'"' when rank == 1:
                return EnvelopeForm.Text;
            case (byte)'"':
                var text = EnvelopeText.TrimEscaped(value[1..^1]);
                return text.Length > 0 && (text[0] is (byte)'{' or (byte)'[' || text.StartsWith(ControlMessage)
                    || (EnvelopeKeys.MayBeBase64(rank) && EnvelopeKeys.IsBase64(text)))
                    ? EnvelopeForm.Text : EnvelopeForm.None;
            default:
                return EnvelopeForm.None;
        }
    }

    /// <summary>Decides what a well-formed object is; null when what it holds is read next.</summary>
    ReadOutcome? Resolve()
    {
        int start = _scanned.Start;
        int end = _scanned.End;
        var kind = RecordCheck.Check(_scanned, _buffer);
        if (kind == RejectReason.NotCloudTrail && _state == State.TopLevel && IsEmptyWrapper(_scanned))
        {
            _position = end;
            return null;
        }

        for (int level = 0; kind == RejectReason.NotCloudTrail && level < MostObjects; level++)
        {
            switch (FindInner(out var member, out int rank))
            {
                case EnvelopeForm.Text:
                    return ReadInner(member, rank, start, end);
                case EnvelopeForm.Array:
                    for (int outer = 0; outer < level; outer++)
                    {
                        Enter(State.WrapperTail);
                    }

                    _position = member.ValueStart + 1;
                    Enter(State.WrappedArray);
                    return null;
                case EnvelopeForm.Object when _scanner.Scan(_buffer, member.ValueStart, _scanned) != ScanStatus.Done:
                    // Sound as JSON, but a key of the record format stands twice.
                    return RejectSpan(_scanner.Error.Kind, start, end, _scanner.Error.Position);
                case EnvelopeForm.Object:
                    kind = RecordCheck.Check(_scanned, _buffer);
                    continue;
            }

            break;
        }

        return Hand(_scanned, _buffer, kind, start, end);
    }

    /// <summary>Reads the text of a member: a record, or what holds records; null when that is read next.</summary>
    ReadOutcome? ReadInner(in UnmappedMember member, int rank, int start, int end)
    {
        var kind = RejectReason.InvalidJson;
        var text = _buffer.AsSpan(member.ValueStart + 1, member.ValueLength - 2);
        if (text.StartsWith(ControlMessage))
        {
            _position = end;
            return null;
        }

        if (_innerText.TryTake(text, EnvelopeKeys.MayBeBase64(rank)))
        {
            var inner = _innerText.Span;
            _innerIndex.Reset();
            _innerIndex.Extend(inner, isFinal: true);
            _innerScanner ??= new EventScanner(_innerIndex);
            int first = SkipBlanks(inner, 0);
            if (first < inner.Length && inner[first] == '{'
                && _innerScanner.Scan(_innerText.Buffer, first, _innerScanned) == ScanStatus.Done
                && SkipBlanks(inner, _innerScanned.End) == inner.Length
                && !(_innerIndex.FirstControl >= 0 && HasControlInString(inner)))
            {
                kind = RecordCheck.Check(_innerScanned, _innerText.Buffer);
            }

            // An object without a member holds nothing, but stands where a record was to be.
            bool isBare = kind == RejectReason.NotCloudTrail && _innerScanned.MemberCount == 0;
            bool isEnvelope = !isBare && kind is RejectReason.NotCloudTrail or RejectReason.InvalidJson && first < inner.Length
                && inner[first] is (byte)'{' or (byte)'[';
            if (isEnvelope && _depth < MostTexts && (kind == RejectReason.NotCloudTrail || rank > 1))
            {
                BeginChild(start, end);
                return null;
            }
        }

        return Hand(_innerScanned, _innerText.Buffer, kind, start, end);
    }

    void BeginChild(int start, int end)
    {
        _child ??= new RecordReader(Math.Min(InitialCapacity, 16 << 10), _depth + 1);
        _child.Begin(new MemoryStream(_innerText.Buffer, 0, _innerText.Length, writable: false));
        _isInChild = true;
        _isFirstOfChild = true;
        _childOffset = _base + start;
        _childLength = end - start;
        _position = end;
    }

    /// <summary>Hands out what the child reads; null at its end.</summary>
    ReadOutcome? ReadChild()
    {
        var child = _child!;
        var outcome = child.Read();
        switch (outcome)
        {
            case ReadOutcome.Record:
                _isUnsure = false;
                Record = child.Record;
                RecordBuffer = child.RecordBuffer;
                RecordOffset = _childOffset;
                break;
            case ReadOutcome.Reject:
                TakeChildReject(child.Reject);
                break;
            default:
                _isInChild = false;
                return null;
        }

        _isFirstOfChild = false;
        return outcome;
    }

    void TakeChildReject(in RejectedContent reject)
    {
        if (_isFirstOfChild && reject.Offset + reject.Length == _innerText.Length)
        {
            // All of the text: then the element is what was delivered. The buffer has it, nothing was loaded since.
            var element = _buffer.AsSpan((int)(_childOffset - _base), Math.Min(_childLength, ScanLimits.MaxRejectedBytes));
            Reject = reject with { Offset = _childOffset, Length = _childLength, ErrorOffset = _childOffset, Content = element.ToArray() };
            return;
        }

        Reject = reject with { Offset = _childOffset, ErrorOffset = _childOffset };
    }
}
