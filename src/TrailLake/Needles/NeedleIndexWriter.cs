using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using TrailLake.Columns;
using TrailLake.Lake.Files;

namespace TrailLake.Needles;

/// <summary>
/// Writes an index file, under a temporary name until <see cref="Publish"/>. Safe for several threads: terms are collected and encoded in
/// parallel, only the append is serial. An index saves time and nothing else: what cannot be written is left out, and
/// <see cref="Problem"/> says so.
/// </summary>
sealed class NeedleIndexWriter : IDisposable
{
    const long MostKeptMemory = 64 << 20;

    // A row group that was not added: no section begins there, where the magic stands.
    const long Missing = 0;

    readonly Lock _lock = new();
    readonly ConcurrentBag<NeedleCollector> _collectors = [];
    readonly Dictionary<string, List<NeedleSectionEntry>> _sections = [];
    readonly List<NeedleFileEntry> _files = [];
    readonly string _temporary;
    FileStream? _stream;
    long _length;

    public NeedleIndexWriter(string temporary) => _temporary = temporary;

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
                Sections(path).Add(default);
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
            _sections.Add(path, []);
        }
    }

    /// <summary>Adds a row group whose terms have been collected.</summary>
    /// <param name="rowGroup">Row group of the file, from 0; they may come in any order, and all have to before <see cref="Complete"/>.</param>
    public void Add(string path, int rowGroup, NeedleCollector collector)
    {
        var bytes = collector.Encode(NeedleFormat.Salt(NeedleFormat.PathHash(path), rowGroup), out var shape);
        lock (_lock)
        {
            var sections = Sections(path);
            while (sections.Count <= rowGroup)
            {
                sections.Add(default);
            }

            sections[rowGroup] = new NeedleSectionEntry(Append(bytes), bytes.Length, shape);
        }
    }

    /// <summary>Copies a data file's sections from another index file.</summary>
    public void Copy(NeedleFileEntry file, Func<NeedleSectionEntry, byte[]> read)
    {
        var sections = new List<NeedleSectionEntry>();
        foreach (var section in file.Sections)
        {
            var bytes = read(section);
            lock (_lock)
            {
                sections.Add(section with { Offset = Append(bytes) });
            }
        }

        lock (_lock)
        {
            _files.Add(file with { Sections = sections });
        }
    }

    /// <summary>Takes a data file whose row groups have all been added; one that lacks any is left out.</summary>
    public void Complete(string path, long bytes)
    {
        lock (_lock)
        {
            if (_sections.Remove(path, out var sections) && !sections.Exists(static section => section.Offset == Missing))
            {
                _files.Add(new NeedleFileEntry(NeedleFormat.PathHash(path), bytes, sections));
            }
        }
    }

    /// <summary>Forgets a data file that is not wanted after all; its sections stay, unused.</summary>
    public void Discard(string path)
    {
        lock (_lock)
        {
            _sections.Remove(path);
        }
    }

    /// <summary>Writes the directory, flushes and gives the file its name. Without data files there is no index file.</summary>
    /// <returns>False when there is none.</returns>
    public bool Publish(string path)
    {
        lock (_lock)
        {
            if (_stream is null || _files.Count == 0)
            {
                return false;
            }

            Guard(() =>
            {
                _stream.Write(NeedleDirectory.Write(_files));
                _stream.Flush(flushToDisk: true);
                Close();
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(_temporary, path, overwrite: true);
                DurableFile.FlushDirectory(Path.GetDirectoryName(path)!);
            });
            return Problem is null;
        }
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stream is not null)
            {
                Close();
                DurableFile.TryDelete(_temporary);
            }
        }
    }

    /// <summary>A collector with buffers of earlier row groups.</summary>
    public NeedleCollector Rent() => _collectors.TryTake(out var collector) ? collector : new NeedleCollector();

    /// <summary>Gives a collector back, unless an unusual row group has blown it up.</summary>
    public void Return(NeedleCollector collector)
    {
        if (collector.MemoryHeld <= MostKeptMemory)
        {
            _collectors.Add(collector);
        }
    }

    List<NeedleSectionEntry> Sections(string path)
    {
        if (!_sections.TryGetValue(path, out var sections))
        {
            _sections.Add(path, sections = []);
        }

        return sections;
    }

    long Append(ReadOnlySpan<byte> bytes)
    {
        if (Problem is not null)
        {
            return 0;
        }

        long offset = _length;
        try
        {
            if (_stream is null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_temporary)!);
                _stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
                _stream.Write(NeedleFormat.Magic);
                offset = _length = NeedleFormat.Magic.Length;
            }

            _stream.Write(bytes);
            _length += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
        }

        return offset;
    }

    void Guard(Action step)
    {
        if (Problem is not null)
        {
            return;
        }

        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
        }
    }

    void Fail(Exception e)
    {
        Problem = $"No index was written for this batch, so that searches will take longer: {e.Message.ReplaceLineEndings(" ")}";
        Close();
        DurableFile.TryDelete(_temporary);
    }

    void Close()
    {
        var stream = _stream;
        _stream = null;
        try
        {
            stream?.Dispose();
        }
        catch (IOException)
        {
            // Nothing is buffered: what failed to be written was met before.
        }
    }
}
