namespace TrailLake.Ingest.Bodies;

/// <summary>
/// Goes on inside a damaged gzip object up to the very byte before the damage. It asks for one byte at a time, so that no call meets both
/// good content and the damage; the call that does throws what is wrong. A member's trailer is judged behind its content.
/// </summary>
sealed class GzipSalvageStream : IDisposable
{
    readonly Stream? _stored;
    readonly GzipMemberStream? _inflater;
    InvalidDataException _damage;

    /// <param name="from">Bytes of content that are known already.</param>
    /// <param name="damage">What the first reading ended with.</param>
    public GzipSalvageStream(Func<Stream> open, long from, InvalidDataException damage)
    {
        _damage = damage;
        try
        {
            _stored = open();
            _inflater = new GzipMemberStream(_stored);
            Skip(from);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The object has changed or is gone: what was read is all there is.
            Dispose();
            _inflater = null;
        }
    }

    public int Read(Span<byte> buffer)
    {
        int read = 0;
        try
        {
            while (read < buffer.Length && _inflater?.Read(buffer.Slice(read, 1)) > 0)
            {
                read++;
            }
        }
        catch (InvalidDataException e)
        {
            // It tells a wrong checksum from what cannot be inflated.
            _damage = e;
        }
        catch (IOException)
        {
        }

        return read > 0 ? read : throw _damage;
    }

    public void Dispose()
    {
        _inflater?.Dispose();
        _stored?.Dispose();
    }

    void Skip(long count)
    {
        var buffer = new byte[64 << 10];
        while (count > 0)
        {
            int read = _inflater!.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, count)));
            count = read > 0 ? count - read : throw new InvalidDataException();
        }
    }
}
