namespace TrailLake.Scanning;

/// <summary>The window of content that is in memory.</summary>
sealed partial class RecordReader
{
    // Half a megabyte of text and its index stay within a core's second-level cache.
#if DEBUG
    // Tiny in debug builds, so that every unit test crosses buffers and grows them.
    const int InitialCapacity = 256;
#else
    const int InitialCapacity = 256 << 10;
#endif

    byte[] _buffer;
    Stream _stream = Stream.Null;

    // Offset in the content of the buffer's first byte, and how many bytes of it are valid.
    long _base;
    int _length;
    bool _isEnded;

    /// <summary>The exception of its stream, when that broke the content off.</summary>
    public Exception? Failure { get; private set; }

    // Indexing begins anew wherever a record is looked for: it begins with few bytes, so that a place that is none costs little.
    const int FirstWindow = 512;
    int _window;

    bool IsIndexBehind => _length - _index.Length >= BlockMasks.BlockLength || (_isEnded && _index.Length < _length);

    /// <summary>
    /// Gets more bytes, indexed, and keeps those from <paramref name="keep"/> on, which stands outside of a string; the position is moved
    /// along. False when the content has ended, or when the kept bytes are as long as a record may be.
    /// </summary>
    bool Fill(int keep)
    {
        if (IsIndexBehind)
        {
            ExtendIndex();
            return true;
        }

        if (!Load(keep))
        {
            return false;
        }

        if (keep > 0)
        {
            _index.Reset();
        }

        _index.Extend(_buffer.AsSpan(0, _length), _isEnded);
        return true;
    }

    /// <summary>As <see cref="Fill"/>, but the bytes are not indexed: an index of what was there before does not hold any more.</summary>
    bool Load(int keep)
    {
        if (_isEnded)
        {
            return false;
        }

        if (keep > 0)
        {
            _buffer.AsSpan(keep, _length - keep).CopyTo(_buffer);
            _base += keep;
            _length -= keep;
            _position -= keep;
        }
        else if (_length == _buffer.Length)
        {
            if (_length >= ScanLimits.MaxRecordBytes)
            {
                return false;
            }

            Array.Resize(ref _buffer, Math.Min(ScanLimits.MaxRecordBytes, _buffer.Length * 2));
        }

        ReadMore();
        return true;
    }

    void ReadMore()
    {
        try
        {
            while (_length < _buffer.Length)
            {
                int read = _stream.Read(_buffer, _length, _buffer.Length - _length);
                if (read == 0)
                {
                    _isEnded = true;
                    break;
                }

                _length += read;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // What was read before the failure is still good.
            _isEnded = true;
            Failure = e;
        }
    }

    /// <summary>Indexes anew from a position on, which is taken to stand outside of a string.</summary>
    void StartIndex(int position)
    {
        _index.StartAt(position);
        _window = FirstWindow;
        ExtendIndex();
    }

    void ExtendIndex()
    {
        int end = Math.Min(_length, _index.Length + _window);
        _window = Math.Min(_window * 2, ScanLimits.MaxRecordBytes);
        _index.Extend(_buffer.AsSpan(0, end), _isEnded && end == _length);
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
        }
    }

    /// <summary>Goes to the next byte that is not blank; false at the end of the content.</summary>
    bool SkipBlanks()
    {
        while (true)
        {
            var buffer = _buffer.AsSpan(0, _length);
            if (_base + _position == 0 && buffer.StartsWith("\uFEFF"u8))
            {
                // A byte order mark is no content.
                _position = 3;
            }

            _position = SkipBlanks(buffer, _position);
            if (_position < _length)
            {
                return true;
            }

            if (!Fill(_position))
            {
                return false;
            }
        }
    }
}
