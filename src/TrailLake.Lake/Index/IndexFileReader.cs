using System.Buffers;
using System.Buffers.Binary;
using TrailLake.Storage;
using TrailLake.Tables.Rows;

namespace TrailLake.Index;

/// <summary>An index file that is open for searching. Safe for several threads.</summary>
sealed class IndexFileReader : IDisposable
{
    readonly StoredFile _file;
    readonly IFileReader _reader;

    IndexFileReader(StoredFile file, IFileReader reader, IReadOnlyList<IndexedFile> files)
    {
        _file = file;
        _reader = reader;
        Files = files;
    }

    /// <summary>Size of the file.</summary>
    public long Length => _reader.Length;

    /// <summary>The data files that it covers.</summary>
    public IReadOnlyList<IndexedFile> Files { get; }

    /// <summary>Opens a file; null when it is missing, cut off, damaged, or of another version.</summary>
    public static IndexFileReader? TryOpen(StoredFile file)
    {
        IFileReader? reader = null;
        try
        {
            reader = file.Open();
            if (IndexFormat.ReadDirectory(reader) is { } files)
            {
                return new IndexFileReader(file, reader, files);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // As good as missing.
        }

        reader?.Dispose();
        return null;
    }

    /// <summary>True for an index file of a version that is later than this one.</summary>
    public static bool IsOfLaterVersion(StoredFile file)
    {
        var expected = IndexFormat.Magic;
        Span<byte> magic = stackalloc byte[expected.Length];
        try
        {
            using var reader = file.Open();
            return reader.TryReadAll(magic, 0) && magic[..^1].SequenceEqual(expected[..^1]) && magic[^1] > expected[^1];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Where in a data file a searched value can stand; everywhere when what was read is damaged.</summary>
    /// <param name="wanted">Places that matter.</param>
    public IndexPlaces Find(IndexedFile file, IndexQuery query, IndexPlaces wanted)
    {
        var found = query.Everywhere & wanted;
        for (int i = 0; i < file.Segments.Count; i++)
        {
            ulong salt = IndexFormat.Salt(file.PathHash, i);
            foreach (var (hash, places) in query.Terms)
            {
                if ((places & wanted & ~found) is not IndexPlaces.None and var asked)
                {
                    found |= Find(file.Segments[i], hash, asked, salt, out _) ?? asked;
                }
            }
        }

        return found;
    }

    /// <summary>
    /// The granules of each row group in which a searched value can stand; all of them where an id is it, or what was read is damaged.
    /// </summary>
    /// <param name="wanted">Places that matter.</param>
    /// <param name="granules">For each segment of the data file.</param>
    public void FindGranules(IndexedFile file, IndexQuery query, IndexPlaces wanted, Span<ulong> granules)
    {
        for (int i = 0; i < granules.Length; i++)
        {
            ulong salt = IndexFormat.Salt(file.PathHash, i);
            ulong found = 0;
            foreach (var (hash, places) in query.Terms)
            {
                if ((places & wanted) is not IndexPlaces.None and var asked && found != RowGranules.All)
                {
                    var held = Find(file.Segments[i], hash, asked, salt, out ulong own);
                    found |= held is null || (held & IndexPlaces.Ids) != 0 ? RowGranules.All : own;
                }
            }

            granules[i] = found;
        }
    }

    /// <summary>Reads all of a data file's part; false when any of it is damaged.</summary>
    public bool IsWhole(IndexedFile file)
    {
        for (int i = 0; i < file.Segments.Count; i++)
        {
            var segment = file.Segments[i];
            var bytes = new byte[segment.Length];
            if (!TryRead(bytes, segment.Offset) || !segment.IsWhole(bytes, IndexFormat.Salt(file.PathHash, i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of a segment.</summary>
    /// <exception cref="IOException">The file is shorter than its directory says.</exception>
    public byte[] Read(IndexSegment segment)
    {
        var bytes = new byte[segment.Length];
        return TryRead(bytes, segment.Offset) ? bytes : throw new EndOfStreamException($"{_file.Address} ends too early.");
    }

    public void Dispose() => _reader.Dispose();

    // Null when it is damaged.
    IndexPlaces? Find(IndexSegment segment, ulong hash, IndexPlaces asked, ulong salt, out ulong granules)
    {
        granules = 0;
        if (segment.Terms == 0)
        {
            return IndexPlaces.None;
        }

        int number = segment.Block(hash);
        Span<byte> offsets = stackalloc byte[2 * sizeof(uint)];
        if (!TryRead(offsets, segment.Offset + (number * sizeof(uint))))
        {
            return null;
        }

        uint start = BinaryPrimitives.ReadUInt32LittleEndian(offsets);
        uint end = BinaryPrimitives.ReadUInt32LittleEndian(offsets[sizeof(uint)..]);
        if (start > end || end > segment.Length || end - start > TermBlock.MostBytes)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)(end - start));
        try
        {
            var bytes = buffer.AsSpan(0, (int)(end - start));
            return TryRead(bytes, segment.Offset + start) && TermBlock.TryRead(bytes, number, segment, salt, out var block)
                ? block.Find(hash, asked, out granules)
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    bool TryRead(Span<byte> target, long offset)
    {
        try
        {
            return _reader.TryReadAll(target, offset);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
