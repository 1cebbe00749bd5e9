using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using TrailLake.Columns;
using TrailLake.Paths;
using TrailLake.Storage;

namespace TrailLake.Ingest.Deferral;

/// <summary>Writes a run. Records come sorted.</summary>
sealed class DeferredRunWriter : IDisposable
{
    // The fastest that Brotli has: JSON of one partition shrinks to a sixth, so that a few megabytes of text that repeat themselves a
    // thousand times do not fill the disk.
    const int Quality = 1;
    const int Window = 16;

    readonly string _path;
    readonly FileStream _file;
    readonly long[] _starts = new long[DeferredRun.Sections + 1];
    byte[] _block = [];
    byte[] _packed = [];
    int _length;
    int _section;
    long _position;
    bool _isComplete;

    public DeferredRunWriter(string path)
    {
        _path = path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = PrivateFile.Create(path, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotWrite(path, e);
        }
    }

    /// <summary>Adds a record as <see cref="DeferredRecord.Write"/> wrote it.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        int section = DeferredRun.SectionOf(DeferredRecord.PartitionOf(record));
        if (section != _section || _length + record.Length > DeferredRun.BlockBytes)
        {
            EndBlock();
            Enter(section);
        }

        if (record.Length > DeferredRun.BlockBytes)
        {
            int head = DeferredRecord.HeadOf(record);
            Write(record[..head], record[head..]);
            return;
        }

        if (_block.Length == 0)
        {
            PooledArray.Grow(ref _block, 0, DeferredRun.BlockBytes);
        }

        record.CopyTo(_block.AsSpan(_length));
        _length += record.Length;
    }

    /// <summary>Ends the run.</summary>
    public DeferredRun Complete()
    {
        EndBlock();
        Enter(DeferredRun.Sections);
        try
        {
            _file.Dispose();
            var run = new DeferredRun(_path, ImmutableArray.Create(_starts));
            _isComplete = true;
            return run;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotWrite(_path, e);
        }
    }

    /// <summary>Deletes a run that was not completed.</summary>
    public void Dispose()
    {
        PooledArray.Release(ref _block);
        PooledArray.Release(ref _packed);
        if (_isComplete)
        {
            return;
        }

        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // What is still buffered cannot be written, and need not be.
        }

        DurableFile.TryDelete(_path);
    }

    void Enter(int section)
    {
        while (_section < section)
        {
            _starts[++_section] = _position;
        }
    }

    void EndBlock()
    {
        if (_length > 0)
        {
            Write([], _block.AsSpan(0, _length));
            _length = 0;
        }
    }

    void Write(ReadOnlySpan<byte> head, ReadOnlySpan<byte> block)
    {
        int start = DeferredRun.BlockHeader + head.Length;
        int most = start + BrotliEncoder.GetMaxCompressedLength(block.Length);
        if (_packed.Length < most)
        {
            PooledArray.Grow(ref _packed, 0, most);
        }

        var packed = _packed.AsSpan(start);
        if (!BrotliEncoder.TryCompress(block, packed, out int stored, Quality, Window) || stored >= block.Length)
        {
            block.CopyTo(packed);
            stored = block.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_packed, block.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_packed.AsSpan(4), stored);
        BinaryPrimitives.WriteInt32LittleEndian(_packed.AsSpan(8), head.Length);
        head.CopyTo(_packed.AsSpan(DeferredRun.BlockHeader));
        try
        {
            _file.Write(_packed.AsSpan(0, start + stored));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotWrite(_path, e);
        }

        _position += start + stored;
    }
}
