using System.Collections.Concurrent;
using TrailLake.Columns;
using TrailLake.Storage;

namespace TrailLake.Index;

/// <summary>
/// Writes an index file, which has no name until <see cref="Publish"/>. Safe for several threads: terms are collected and encoded in
/// parallel, only the append is serial. An index saves time and nothing else: what cannot be written is left out, and
/// <see cref="Problem"/> says so.
/// </summary>
/// <param name="id">Unique; names the file.</param>
sealed class IndexFileWriter(ILakeStorage storage, string id) : IDisposable
{
    const long MostKeptMemory = 64 << 20;

    readonly Lock _lock = new();
    readonly ConcurrentBag<TermCollector> _collectors = [];
    readonly Dictionary<string, List<IndexSegment>> _segments = [];
    readonly List<IndexedFile> _files = [];
    readonly string _name = IndexFormat.Name(id);
    IPendingFile? _pending;
    Stream? _stream;
    long _length = IndexFormat.Magic.Length;

    /// <summary>Where the file stands when it is published.</summary>
    public string Address => storage.Address(_name);

    /// <summary>Why there is no index, in one line; null when all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Adds a row group of a data file.</summary>
    /// <param name="path">The data file's path in the events table.</param>
    /// <param name="batch">The rows, sealed and written to the file.</param>
    /// <param name="placement">Where they stand in it; when that is not known, the file is left out.</param>
    public void Add(string path, ColumnBatch batch, RowPlacement placement)
    {
        if (batch.RowCount == 0)
        {
            // No row group was written.
            return;
        }

        if (!placement.IsKnown)
        {
            lock (_lock)
            {
                Segments(path).Add(default);
            }

            return;
        }

        var collector = Rent();
        collector.Begin();
        collector.Add(batch, placement.Rows);
        Add(path, placement.RowGroup, collector);
        Return(collector);
    }

    /// <summary>Begins a data file that may turn out to have no row groups.</summary>
    public void Begin(string path)
    {
        lock (_lock)
        {
            _segments.Add(path, []);
        }
    }

    /// <summary>Adds a row group whose terms have been collected.</summary>
    /// <param name="rowGroup">From 0; row groups may come in any order, and all have to before <see cref="Complete"/>.</param>
    public void Add(string path, int rowGroup, TermCollector collector)
    {
        var bytes = collector.Encode(IndexFormat.Salt(IndexFormat.PathHash(path), rowGroup), out var segment);
        lock (_lock)
        {
            var segments = Segments(path);
            while (segments.Count <= rowGroup)
            {
                segments.Add(default);
            }

            segments[rowGroup] = Append(segment, bytes);
        }
    }

    /// <summary>Copies a data file's segments from another index file.</summary>
    public void Copy(IndexedFile file, IndexFileReader source)
    {
        lock (_lock)
        {
            _files.Add(file with { Segments = [.. file.Segments.Select(segment => Append(segment, source.Read(segment)))] });
        }
    }

    /// <summary>Takes a data file whose row groups have all been added; one that lacks any is left out.</summary>
    public void Complete(string path, long bytes)
    {
        lock (_lock)
        {
            if (_segments.Remove(path, out var segments) && !segments.Exists(static segment => segment.Offset == 0))
            {
                _files.Add(new IndexedFile(IndexFormat.PathHash(path), bytes, segments));
            }
        }
    }

    /// <summary>Forgets a data file that is not wanted after all; its segments stay, unused.</summary>
    public void Discard(string path)
    {
        lock (_lock)
        {
            _segments.Remove(path);
        }
    }

    /// <summary>Writes the directory, flushes and gives the file its name. Without data files there is no index file.</summary>
    /// <returns>False when there is none.</returns>
    public bool Publish()
    {
        lock (_lock)
        {
            if (_stream is null || _files.Count == 0)
            {
                return false;
            }

            try
            {
                _stream.Write(IndexFormat.WriteDirectory(_files));
                _stream = null;
                _pending!.Complete();
                _pending.Publish();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Fail(e);
            }

            return Problem is null;
        }
    }

    /// <summary>Takes back what was published.</summary>
    public void Withdraw() => storage.TryDelete(_name);

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stream = null;
            _pending?.Abandon();
        }
    }

    /// <summary>A collector with buffers of earlier row groups.</summary>
    public TermCollector Rent() => _collectors.TryTake(out var collector) ? collector : new TermCollector();

    /// <summary>Gives a collector back, unless an unusual row group has blown it up.</summary>
    public void Return(TermCollector collector)
    {
        if (collector.MemoryHeld <= MostKeptMemory)
        {
            _collectors.Add(collector);
        }
    }

    List<IndexSegment> Segments(string path)
    {
        if (!_segments.TryGetValue(path, out var segments))
        {
            _segments.Add(path, segments = []);
        }

        return segments;
    }

    IndexSegment Append(IndexSegment segment, ReadOnlySpan<byte> bytes)
    {
        if (Problem is not null)
        {
            return default;
        }

        try
        {
            if (_stream is null)
            {
                _pending = storage.Create(_name, IndexFormat.Staging);
                _stream = _pending.Create();
                _stream.Write(IndexFormat.Magic);
            }

            _stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
        }

        long offset = _length;
        _length += bytes.Length;
        return segment with { Offset = offset, Length = bytes.Length };
    }

    void Fail(Exception e)
    {
        Problem = $"No index was written for this batch, so that searches will take longer: {e.Message.ReplaceLineEndings(" ")}";
        _stream = null;
        _pending?.Abandon();
    }
}
