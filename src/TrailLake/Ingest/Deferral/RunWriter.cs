using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using TrailLake.Columns;
using TrailLake.Lake;
using TrailLake.Lake.Files;

namespace TrailLake.Ingest.Deferral;

/// <summary>Writes a run. Records come sorted.</summary>
sealed class RunWriter : IDisposable
{
    // The fastest that Brotli has: JSON of one partition shrinks to a sixth, so that a few megabytes of text that repeat themselves a thousand
    // times do not fill the disk.
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

    public RunWriter(string path)
    {
        _path = path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.CannotWrite(path, e);
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

        if (_block.Length < _length + record.Length)
        {
            PooledArray.Grow(ref _block, _length, Math.Max(_length + record.Length, DeferredRun.BlockBytes));
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
            throw LakeErrors.CannotWrite(_path, e);
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
        if (_length == 0)
        {
            return;
        }

        int most = DeferredRun.BlockHeader + BrotliEncoder.GetMaxCompressedLength(_length);
        if (_packed.Length < most)
        {
            PooledArray.Grow(ref _packed, 0, most);
        }

        var block = _block.AsSpan(0, _length);
        var packed = _packed.AsSpan(DeferredRun.BlockHeader);
        if (!BrotliEncoder.TryCompress(block, packed, out int stored, Quality, Window) || stored >= _length)
        {
            block.CopyTo(packed);
            stored = _length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_packed, _length);
        BinaryPrimitives.WriteInt32LittleEndian(_packed.AsSpan(4), stored);
        try
        {
            _file.Write(_packed.AsSpan(0, DeferredRun.BlockHeader + stored));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.CannotWrite(_path, e);
        }

        _position += DeferredRun.BlockHeader + stored;
        _length = 0;
    }
}
