using System.Runtime.ExceptionServices;
using TrailLake.Storage;

namespace TrailLake.Ingest.Bodies;

/// <summary>A stream of which the first bytes can be looked at. What fails meanwhile is thrown behind the bytes before it.</summary>
sealed class PeekStream : ForwardStream
{
    readonly byte[] _head = new byte[ContainerLimits.HeadBytes];
    Stream _inner = Null;
    Exception? _failure;
    int _start;
    int _end;

    public PeekStream Begin(Stream inner)
    {
        _inner = inner;
        _failure = null;
        _start = _end = 0;
        return this;
    }

    /// <summary>The first bytes: at least so many, where there are so many.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        try
        {
            while (_failure is null && _end < count)
            {
                int read = _inner.Read(_head, _end, _head.Length - _end);
                if (read == 0)
                {
                    break;
                }

                _end += read;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            _failure = e;
        }

        return _head.AsSpan(0, _end);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start < _end)
        {
            int count = Math.Min(buffer.Length, _end - _start);
            _head.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        return _inner.Read(buffer);
    }
}
