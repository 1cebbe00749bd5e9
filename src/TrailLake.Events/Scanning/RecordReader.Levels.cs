namespace TrailLake.Scanning;

/// <summary>Where among arrays and objects the reader is.</summary>
sealed partial class RecordReader
{
    const int BitsPerLevel = 2;

    State _state;

    // The states of the levels around this one, two bits each, the nearest one lowest. Beyond 32 levels the outermost is forgotten: then
    // brackets that close it are rejects.
    ulong _levels;

    // Whether the object around the records was broken: then what follows them is no part of a wrapper that may be passed over.
    bool _isTailUnsound;

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

        End,
    }

    /// <summary>Goes into an array, or into an object behind its records.</summary>
    /// <param name="isInside">False when it takes the place of the level where the reader is.</param>
    void Enter(State state, bool isInside = true)
    {
        if (isInside)
        {
            _levels = (_levels << BitsPerLevel) | (ulong)_state;
        }

        _state = state;
        _isTailUnsound = false;
    }

    /// <summary>Goes behind the array or the object that was read.</summary>
    void Leave()
    {
        _state = (State)(_levels & ((1 << BitsPerLevel) - 1));
        _levels >>= BitsPerLevel;
        _isTailUnsound = false;
    }

    /// <summary>Goes out of the object whose records were read: to the array around it if that is wanted, else to the top.</summary>
    void LeaveWrapper(bool toArray)
    {
        while (_state is State.WrappedArray or State.WrapperTail)
        {
            Leave();
            if (toArray && _state == State.WrappedArray)
            {
                return;
            }
        }

        if (!toArray)
        {
            _state = State.TopLevel;
            _levels = 0;
        }
    }

    /// <summary>
    /// Goes into the object at the position when the members before its records are sound: then something behind these is broken, and the
    /// records are read one by one.
    /// </summary>
    bool TryEnterBroken()
    {
        var buffer = _buffer.AsSpan(0, _length);
        int at = _position + 1;
        while (true)
        {
            int open = SkipBlanks(buffer, at);
            int length = open < _length && buffer[open] == '"' ? buffer[(open + 1)..].IndexOf((byte)'"') : -1;
            int colon = length < 0 ? _length : SkipBlanks(buffer, open + length + 2);
            if (colon >= _length || buffer[colon] != ':')
            {
                return false;
            }

            var key = buffer.Slice(open + 1, length);
            int value = SkipBlanks(buffer, colon + 1);
            if (value < _length && buffer[value] == '[' && EnvelopeKeys.IsList(key))
            {
                _position = value + 1;
                Enter(State.WrappedArray);
                return true;
            }

            if (StructNode.Root.Members.Find(key) is not null
                || _scanner.SkipElement(_buffer, colon + 1, _scanned, out int end) != ScanStatus.Done)
            {
                return false;
            }

            at = SkipBlanks(buffer, end);
            if (at >= _length || buffer[at] != ',')
            {
                return false;
            }

            at++;
        }
    }

    /// <summary>Goes into the array at the position, an element of another, when it holds records.</summary>
    bool TryEnterArray()
    {
        while (true)
        {
            var buffer = _buffer.AsSpan(0, _length);
            int start = SkipBlanks(buffer, _position + 1);
            if (start < _length && buffer[start] != '{')
            {
                return false;
            }

            var status = start < _length ? _scanner.Scan(_buffer, start, _scanned) : ScanStatus.NeedMoreData;
            if (status == ScanStatus.NeedMoreData && Fill(_position))
            {
                continue;
            }

            bool holdsRecords = status == ScanStatus.Done
                ? IsElement(isValue: false)
                : start < _length && BeginsWithRecordKey(start);
            if (holdsRecords)
            {
                _position++;
                Enter(State.Array);
            }

            return holdsRecords;
        }
    }

    static bool IsRecordsKey(ReadOnlySpan<byte> key) => key.SequenceEqual("Records"u8) || key.SequenceEqual("Events"u8);
}
