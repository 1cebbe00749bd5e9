using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using TrailLake.Ingest.Sources;
using TrailLake.Storage;

namespace TrailLake.Ingest.Bodies;

/// <summary>An object's uncompressed content, hashed as delivered and as content. Two bytes say whether it is gzip. Reused.</summary>
sealed class ContentStream : ForwardStream
{
    // Deflate cannot compress by more than 1,032; CloudTrail's files reach about 30.
    const int MostInflation = 400;
    const long InflationJudgedFrom = 64 << 20;
    const int TailLength = 4;

    // Also what a byte order mark is made of, and the 0xFF of storage that was never written.
    static readonly SearchValues<byte> s_blanks = SearchValues.Create([.. " \t\r\n\0"u8, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF]);

    readonly IncrementalHash _rawHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly IncrementalHash _contentHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly RawStream _raw;
    Func<Stream>? _reopen;
    GzipSalvageStream? _careful;
    Stream _content = Null;
    long _maxContent;
    string? _sha256;

    public ContentStream() => _raw = new RawStream(this);

    /// <summary>Bytes read as stored.</summary>
    public long RawLength { get; private set; }

    /// <summary>Bytes of content read.</summary>
    public long ContentLength { get; private set; }

    /// <summary>What reading the content failed with.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>True when the object is gzip.</summary>
    public bool IsGzip { get; private set; }

    /// <summary>True while the content is only blanks, zeros or marks of a byte order: of a copy that never wrote its bytes.</summary>
    public bool IsBlank { get; private set; }

    /// <summary>
    /// After the end of the content of a gzip object: false when its last four bytes are not the content's length, as they are for a whole
    /// object of one member. It is then truncated, or has several members or bytes behind the last; see <see cref="GzipMemberStream"/>.
    /// </summary>
    public bool EndsAsOneMember => IsProven
        || (RawLength >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(_raw.Tail) == (uint)ContentLength);

    /// <summary>False for gzip that was inflated fast: its checksum was not compared, and a length may fit by chance.</summary>
    public bool IsProven => !IsGzip || _content is GzipMemberStream;

    public override long Position => ContentLength;

    /// <summary>Begins an object. The stream stays the caller's.</summary>
    /// <param name="size">Bytes that the source listed; -1 when unknown. A stream that ends before them was cut off on its way.</param>
    /// <param name="reopen">
    /// Opens the object again: needed to get all that stands before a damage out of a gzip object. Null when that is not possible; then a
    /// gzip object is judged while it is read.
    /// </param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Begin(Stream stored, long size, long maxContent, Func<Stream>? reopen)
    {
        EndContent();
        _reopen = reopen;
        RawLength = 0;
        ContentLength = 0;
        _sha256 = null;
        IsBlank = true;
        Failure = null;
        _maxContent = maxContent;

        // A reset of both: an object before may have been left half read.
        _rawHash.GetHashAndReset();
        _contentHash.GetHashAndReset();
        _raw.Begin(stored, size);
        IsGzip = _raw.StartsAsGzip();
        _content = !IsGzip ? _raw
            : reopen is null ? new GzipMemberStream(_raw)
            : new GZipStream(_raw, CompressionMode.Decompress, leaveOpen: true);
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return ReadCounted(buffer);
        }
        catch (Exception e)
        {
            Failure = e;
            throw;
        }
    }

    int ReadCounted(Span<byte> buffer)
    {
        int read = ReadContent(buffer);
        if (read > 0)
        {
            IsBlank = IsBlank && !buffer[..read].ContainsAnyExcept(s_blanks);
            if (IsGzip)
            {
                _contentHash.AppendData(buffer[..read]);
            }

            ContentLength += read;
            if (ContentLength > _maxContent || (ContentLength > InflationJudgedFrom && ContentLength / MostInflation > RawLength))
            {
                throw new GzipBombException(RawLength, ContentLength);
            }
        }

        return read;
    }

    int ReadContent(Span<byte> buffer)
    {
        if (_careful is not null)
        {
            return _careful.Read(buffer);
        }

        try
        {
            return _content.Read(buffer);
        }
        catch (InvalidDataException e) when (_reopen is not null)
        {
            // The call has inflated what stands before the damage and does not say how much: it is done again, byte by byte.
            _careful = new GzipSalvageStream(_reopen, ContentLength, e);
            return _careful.Read(buffer);
        }
    }

    void EndContent()
    {
        _content.Dispose();
        _content = Null;
        _careful?.Dispose();
        _careful = null;
    }

    /// <summary>SHA-256 of the object as delivered, lower-case hex. Reads what the inflater left.</summary>
    public string FinishRaw()
    {
        _raw.Drain();
        return _sha256 ??= Convert.ToHexStringLower(_raw.Sha256 ?? _rawHash.GetHashAndReset());
    }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public string FinishContent() => IsGzip ? Convert.ToHexStringLower(_contentHash.GetHashAndReset()) : FinishRaw();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndContent();
            _rawHash.Dispose();
            _contentHash.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The bytes as stored, buffered, hashed and counted.</summary>
    sealed class RawStream(ContentStream owner) : ForwardStream
    {
        // Owned. Large reads save system calls: the inflater itself asks for 8 KiB.
        readonly byte[] _buffer = new byte[128 << 10];
        readonly byte[] _tail = new byte[TailLength];
        Stream _stored = Null;
        ReadAheadStream? _ahead;
        long _size;
        int _start;
        int _end;

        /// <summary>The last four bytes.</summary>
        public ReadOnlySpan<byte> Tail => _tail;

        /// <summary>SHA-256 when another thread has taken it, and all was read.</summary>
        public byte[]? Sha256 => _ahead?.Sha256;

        public void Begin(Stream stored, long size)
        {
            _stored = stored;
            _ahead = stored as ReadAheadStream;
            _size = size;
            _start = _end = 0;
            Array.Clear(_tail);
        }

        public bool StartsAsGzip()
        {
            while (_end < 2 && Fill())
            {
            }

            return _end >= 2 && _buffer[0] == 0x1F && _buffer[1] == 0x8B;
        }

        public void Drain()
        {
            do
            {
                _start = _end;
            }
            while (Fill());
        }

        public override int Read(Span<byte> buffer)
        {
            if (_start == _end && !Fill())
            {
                return 0;
            }

            int count = Math.Min(buffer.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }

        bool Fill()
        {
            if (_start == _end)
            {
                _start = _end = 0;
            }

            int read = _stored.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                // Not the object's damage: taken for that, it would never be read again.
                return owner.RawLength >= _size
                    ? false
                    : throw new IOException($"the source ended after {owner.RawLength} of {_size} bytes; run again when it is whole");
            }

            var bytes = _buffer.AsSpan(_end, read);
            if (_ahead is null)
            {
                owner._rawHash.AppendData(bytes);
            }

            owner.RawLength += read;
            _end += read;
            if (read >= TailLength)
            {
                bytes[^TailLength..].CopyTo(_tail);
            }
            else
            {
                _tail.AsSpan(read).CopyTo(_tail);
                bytes.CopyTo(_tail.AsSpan(TailLength - read));
            }

            return true;
        }
    }
}
