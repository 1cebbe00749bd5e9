using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using TrailLake.Columns;
using TrailLake.Lake;

namespace TrailLake.Ingest.Deferral;

/// <summary>Goes through one section of a run. One block of it is in memory.</summary>
sealed class RunCursor : IDisposable
{
    readonly DeferredRun _run;
    readonly long _end;
    long _position;
    byte[] _block = [];
    byte[] _packed = [];
    int _length;
    int _start;
    int _next;

    /// <param name="number">Number among the runs that are merged: those of one worker come in the order in which it wrote them.</param>
    public RunCursor(DeferredRun run, int section, int number)
    {
        _run = run;
        Number = number;
        (_position, _end) = run.Section(section);
    }

    public int Number { get; }

    /// <summary>The record that <see cref="MoveNext"/> has reached; good until it is called again.</summary>
    public ReadOnlySpan<byte> Record => _block.AsSpan(_start, _next - _start);

    /// <summary>Goes to the next record; false behind the last one.</summary>
    public bool MoveNext()
    {
        if (_next == _length && !ReadBlock())
        {
            return false;
        }

        _start = _next;
        _next += DeferredRecord.SizeOf(_block.AsSpan(_start));
        return true;
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

        try
        {
            Span<byte> header = stackalloc byte[DeferredRun.BlockHeader];
            ReadExactly(header);
            _length = BinaryPrimitives.ReadInt32LittleEndian(header);
            int stored = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            MakeRoom(ref _block, _length);
            if (stored == _length)
            {
                ReadExactly(_block.AsSpan(0, _length));
            }
            else
            {
                MakeRoom(ref _packed, stored);
                ReadExactly(_packed.AsSpan(0, stored));
                if (!BrotliDecoder.TryDecompress(_packed.AsSpan(0, stored), _block.AsSpan(0, _length), out int length) || length != _length)
                {
                    throw new InvalidDataException("A temporary file is not as it was written.");
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw LakeErrors.CannotWrite(_run.Path, e);
        }

        _start = 0;
        _next = 0;
        return true;
    }

    // A block that is longer than others holds one long record: its room is not kept for those that follow.
    static void MakeRoom(ref byte[] array, int length)
    {
        int wanted = Math.Max(length, DeferredRun.BlockBytes);
        if (array.Length < wanted || array.Length > 4 * wanted)
        {
            PooledArray.Release(ref array);
            PooledArray.Grow(ref array, 0, wanted);
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
}
