using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using TrailLake.Storage;

namespace TrailLake.Ingest.Bodies;

/// <summary>UTF-16 as UTF-8. Half of a surrogate pair comes out as bytes that are no UTF-8, so that its record is rejected.</summary>
sealed class Utf16Stream(Stream inner, bool isBigEndian) : ForwardStream
{
    readonly byte[] _bytes = new byte[16 << 10];
    readonly char[] _chars = new char[8 << 10];

    readonly byte[] _text = new byte[8 << 10];
    int _textStart;
    int _textEnd;

    // Bytes that are no whole character yet, then characters that wait for their other half or for room.
    int _byteCount;
    int _charStart;
    int _charCount;
    bool _isEnded;
    bool _isBegun;

    public override int Read(Span<byte> buffer)
    {
        if (_textStart == _textEnd)
        {
            _textStart = 0;
            _textEnd = Decode(_text);
        }

        int count = Math.Min(buffer.Length, _textEnd - _textStart);
        _text.AsSpan(_textStart, count).CopyTo(buffer);
        _textStart += count;
        return count;
    }

    int Decode(Span<byte> target)
    {
        while (true)
        {
            if (_charCount > 0)
            {
                var status = Utf8.FromUtf16(
                    _chars.AsSpan(_charStart, _charCount), target, out int read, out int written,
                    replaceInvalidSequences: false, isFinalBlock: _isEnded);
                Take(read);
                if (written > 0)
                {
                    return written;
                }

                if (status == OperationStatus.InvalidData)
                {
                    return WriteHalf(target);
                }
            }

            if (_isEnded)
            {
                return 0;
            }

            Fill();
        }
    }

    void Take(int count)
    {
        _charStart += count;
        _charCount -= count;
    }

    int WriteHalf(Span<byte> buffer)
    {
        int unit = _chars[_charStart];
        Take(1);
        buffer[0] = (byte)(0xE0 | (unit >> 12));
        buffer[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
        buffer[2] = (byte)(0x80 | (unit & 0x3F));
        return 3;
    }

    void Fill()
    {
        _chars.AsSpan(_charStart, _charCount).CopyTo(_chars);
        _charStart = 0;
        int room = Math.Min(_bytes.Length, (_chars.Length - _charCount) * sizeof(char));
        int read = inner.Read(_bytes, _byteCount, room - _byteCount);
        _byteCount += read;
        if (read == 0)
        {
            _isEnded = true;
            if (_byteCount > 0)
            {
                _byteCount = 0;
                throw new InvalidDataException("the text is UTF-16 and ends in the middle of a character");
            }
        }

        int whole = _byteCount & ~1;
        for (int i = 0; i < whole; i += sizeof(char))
        {
            var pair = _bytes.AsSpan(i);
            int unit = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(pair) : BinaryPrimitives.ReadUInt16LittleEndian(pair);
            if (_isBegun || unit != 0xFEFF)
            {
                _chars[_charCount++] = (char)unit;
            }

            _isBegun = true;
        }

        _bytes[0] = whole < _byteCount ? _bytes[whole] : (byte)0;
        _byteCount -= whole;
    }
}
