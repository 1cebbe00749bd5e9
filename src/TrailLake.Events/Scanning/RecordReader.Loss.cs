using System.Buffers;

namespace TrailLake.Scanning;

/// <summary>What is lost while the next record is looked for.</summary>
sealed partial class RecordReader
{
    // Fewer zero bytes are a damage inside of a record. File systems leave them by the page.
    const int FewZeroBytes = 16;

    // What is lost, as far as it is not in the buffer any more; from _lostFrom on the buffer has it.
    readonly ArrayBufferWriter<byte> _lost = new();
    int _lostFrom;
    RecordKeyCount _lostKeys;
    RejectReason _lostKind;
    long _lostOffset;
    long _lostErrorOffset;
    byte _lostFirst;

    // The first key of a lost object: those that are broken too begin so.
    readonly byte[] _lostKey = new byte[64];
    int _lostKeyLength;

    void BeginLoss(RejectReason kind, int start, int errorPosition)
    {
        _lost.ResetWrittenCount();
        _lostFrom = start;
        _lostKeys = default;
        _lostKind = kind;
        _lostOffset = _base + start;
        _lostErrorOffset = _base + errorPosition;
        _lostFirst = _buffer[start];
        _lostKeyLength = 0;
        if (_lostFirst == '{' && TryReadHead(_buffer.AsSpan(start, _length - start), out int key, out int length, out _)
            && length <= _lostKey.Length && length > 0)
        {
            _buffer.AsSpan(start + key, length).CopyTo(_lostKey);
            _lostKeyLength = length;
        }
    }

    /// <summary>Gets more bytes behind the position, which is moved along; what stands before it is kept as lost.</summary>
    /// <param name="keepFrom">Place in the content from where on bytes must stay in the buffer.</param>
    bool LoadLost(long keepFrom = long.MaxValue)
    {
        // A key may lie across the end of the buffer.
        int keep = (int)Math.Min(Math.Max(_lostFrom, _position - RecordKeyCount.Longest), keepFrom - _base);
        if (_isEnded || (keep == 0 && _length >= ScanLimits.MaxRecordBytes))
        {
            return false;
        }

        KeepLost(keep);
        if (!Load(keep))
        {
            return false;
        }

        _lostFrom -= keep;
        return true;
    }

    /// <summary>Keeps what is lost before a position that will not stay in the buffer.</summary>
    void KeepLost(int end)
    {
        int count = Math.Max(0, end - _lostFrom);
        _lostKeys.Add(_buffer.AsSpan(_lostFrom, Math.Min(_length, _lostFrom + count + RecordKeyCount.Longest) - _lostFrom), count);
        _lost.Write(_buffer.AsSpan(_lostFrom, Math.Min(count, ScanLimits.MaxRejectedBytes - _lost.WrittenCount)));
        _lostFrom += count;
    }

    /// <summary>Hands out what is lost before a place in the content.</summary>
    /// <param name="isPadding">True where zero bytes took nothing's place: they stand behind a content that is whole.</param>
    ReadOutcome EndLoss(long endOffset, bool isPadding = false)
    {
        KeepLost((int)(endOffset - _base));
        long length = endOffset - _lostOffset;
        var content = _lost.WrittenSpan[..(int)Math.Min(length, _lost.WrittenCount)].ToArray();
        long zeros = isPadding || _lostKeys.ZeroBytes < FewZeroBytes ? 0 : _lostKeys.ZeroBytes;
        Reject = new RejectedContent(_lostKind, _lostOffset, length, _lostErrorOffset, content, _lostKeys.Records, zeros);
        return ReadOutcome.Reject;
    }

    /// <summary>Rejects [start, end) of the buffer, of which nothing else was a part, and goes on behind it.</summary>
    ReadOutcome RejectSpan(RejectReason kind, int start, int end, int errorPosition)
    {
        var content = _buffer.AsSpan(start, Math.Min(end - start, ScanLimits.MaxRejectedBytes)).ToArray();
        Reject = new RejectedContent(kind, _base + start, end - start, _base + errorPosition, content);
        _position = end;
        return ReadOutcome.Reject;
    }
}
