using System.Buffers.Text;

namespace TrailLake.Generator.Text;

/// <summary>A growing buffer of UTF-8 bytes. Nothing is escaped: what is appended must be JSON text already.</summary>
sealed class Utf8Writer(int capacity)
{
    byte[] _bytes = new byte[capacity];
    int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<byte> text) => text.CopyTo(Take(text.Length));

    /// <summary>The next <paramref name="count"/> bytes, to be filled by the caller.</summary>
    public Span<byte> Take(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }

    public void AppendNumber(long number)
    {
        Utf8Formatter.TryFormat(number, Take(20), out var written);
        _length -= 20 - written;
    }
}
