using System.Buffers.Binary;
using TrailLake.Storage;

namespace TrailLake.Ingest.Bodies;

/// <summary>Hands out small feeds, and remembers them until the member's trailer was found.</summary>
sealed class GzipInputStream(Stream stored) : ForwardStream
{
    const int Feed = 512;
    const int TrailerLength = 8;

    readonly byte[] _window = new byte[256 << 10];
    int _start;
    int _next;
    int _end;

    public override long Position { get; set; }

    /// <summary>Says that a member's data begins here: its trailer is not looked for before this.</summary>
    public void BeginMember() => _start = _next;

    public bool HasMore() => _next < _end || Fill();

    /// <summary>Whether the next byte, which must be there, is zero.</summary>
    public bool BeginsWithZero => _window[_next] == 0;

    public override int Read(Span<byte> buffer)
    {
        if (_next == _end && !Fill())
        {
            return 0;
        }

        int count = Math.Min(Math.Min(buffer.Length, Feed), _end - _next);
        _window.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        Position += count;
        return count;
    }

    /// <summary>Goes behind a trailer that stands in the last two feeds or right behind them; false when it does not.</summary>
    public bool RewindBehind(ReadOnlySpan<byte> trailer)
    {
        while (_end - _next < TrailerLength && Fill())
        {
        }

        var place = TrailerPlace();
        int found = place.IndexOf(trailer);
        if (found < 0)
        {
            return false;
        }

        int behind = Math.Max(_start, _next - (2 * Feed)) + found + trailer.Length;
        Position += behind - _next;
        _next = behind;
        return true;
    }

    /// <summary>Goes over zeros; false when nothing else follows.</summary>
    public bool SkipZeros()
    {
        while (HasMore())
        {
            int zeros = _window.AsSpan(_next, _end - _next).IndexOfAnyExcept((byte)0);
            int count = zeros < 0 ? _end - _next : zeros;
            _next += count;
            Position += count;
            if (zeros >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The number behind a half of a trailer that stands where one is looked for; null when it does not.</summary>
    public uint? NumberBehind(ReadOnlySpan<byte> half)
    {
        var place = TrailerPlace();
        int found = place.LastIndexOf(half);
        return found >= 0 && found + TrailerLength <= place.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(place[(found + half.Length)..])
            : null;
    }

    /// <summary>As <see cref="NumberBehind"/>, before it.</summary>
    public uint? NumberBefore(ReadOnlySpan<byte> half)
    {
        var place = TrailerPlace();
        int found = place.LastIndexOf(half);
        return found < half.Length ? null : BinaryPrimitives.ReadUInt32LittleEndian(place[(found - half.Length)..]);
    }

    // Reads after the member's end are one feed at most; a feed before it may hold the trailer's begin.
    ReadOnlySpan<byte> TrailerPlace()
    {
        int from = Math.Max(_start, _next - (2 * Feed));
        return _window.AsSpan(from, Math.Min(_end, _next + TrailerLength) - from);
    }

    bool Fill()
    {
        // Two feeds before the next byte are kept for looking back.
        int keep = Math.Max(_start, _next - (2 * Feed));
        _window.AsSpan(keep, _end - keep).CopyTo(_window);
        _next -= keep;
        _end -= keep;
        _start = 0;
        int read = stored.Read(_window, _end, _window.Length - _end);
        _end += read;
        return read > 0;
    }
}
