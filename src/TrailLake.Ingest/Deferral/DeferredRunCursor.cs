using System.Buffers.Binary;
using System.IO.Compression;
using TrailLake.Columns;
using TrailLake.Storage;

namespace TrailLake.Ingest.Deferral;

/// <summary>Goes through one section of a run. One block of it is in memory.</summary>
sealed class DeferredRunCursor : IDisposable
{
    readonly DeferredRun _run;
    readonly long _end;
    long _position;
    byte[] _block = [];
    byte[] _packed = [];
    int _length; // of what is in the block
    int _start; // of the record
    int _next; // behind it
    int _text; // of a long record's text, which is not in the block yet
    int _storedText;

    /// <param name="number">Number among the runs that are merged: those of one worker come in the order in which it wrote them.</param>
    public DeferredRunCursor(DeferredRun run, int section, int number)
    {
        _run = run;
        Number = number;
        (_position, _end) = run.Section(section);
    }

    public int Number { get; }

    /// <summary>At least the head of the record that <see cref="MoveNext"/> has reached; good until that is called again.</summary>
    public ReadOnlySpan<byte> Head => _block.AsSpan(_start, _next - _start);

    /// <summary>Goes to the next record; false behind the last one.</summary>
    public bool MoveNext()
    {
        if (_text > 0)
        {
            // It was passed over without a look at its text.
            _position += _storedText;
            _text = 0;
        }

        if (_next == _length && !ReadBlock())
        {
            return false;
        }

        _start = _next;
        _next = _text > 0 ? _length : _start + DeferredRecord.SizeOf(_block.AsSpan(_start));
        return true;
    }

    /// <summary>The whole record that <see cref="MoveNext"/> has reached; good until that is called again.</summary>
    public ReadOnlySpan<byte> Read()
    {
        if (_text > 0)
        {
            PooledArray.Grow(ref _block, _length, _length + _text);
            Guarded(() => Inflate(_length, _text, _storedText));
            _next = _length += _text;
            _text = 0;
            PooledArray.Release(ref _packed);
        }

        return Head;
    }

    public void Dispose()
    {
        PooledArray.Release(ref _block);
        PooledArray.Release(ref _packed);
    }

    bool ReadBlock()
    {
        if (_position == _end)
        {
            return false;
        }

        Guarded(() =>
        {
            Span<byte> header = stackalloc byte[DeferredRun.BlockHeader];
            ReadExactly(header);
            int length = BinaryPrimitives.ReadInt32LittleEndian(header);
            int stored = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            int head = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            MakeRoom(ref _block, DeferredRun.BlockBytes);
            if (head == 0)
            {
                Inflate(0, length, stored);
                _length = length;
                return;
            }

            MakeRoom(ref _block, head);
            ReadExactly(_block.AsSpan(0, head));
            (_length, _text, _storedText) = (head, length, stored);
        });
        _next = 0;
        return true;
    }

    void Inflate(int start, int length, int stored)
    {
        var target = _block.AsSpan(start, length);
        if (stored == length)
        {
            ReadExactly(target);
            return;
        }

        MakeRoom(ref _packed, stored);
        var packed = _packed.AsSpan(0, stored);
        ReadExactly(packed);
        if (!BrotliDecoder.TryDecompress(packed, target, out int written) || written != length)
        {
            throw new InvalidDataException("A temporary file is not as it was written.");
        }
    }

    // The room of a long record is not kept for those that follow.
    static void MakeRoom(ref byte[] array, int length)
    {
        if (array.Length < length || array.Length > 4 * Math.Max(length, DeferredRun.BlockBytes))
        {
            PooledArray.Release(ref array);
            PooledArray.Grow(ref array, 0, length);
        }
    }

    void ReadExactly(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            int read = RandomAccess.Read(_run.Handle, target, _position);
            if (read == 0)
            {
                throw new EndOfStreamException("A temporary file is shorter than it was written.");
            }

            _position += read;
            target = target[read..];
        }
    }

    void Guarded(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotWrite(_run.Path, e);
        }
    }
}
