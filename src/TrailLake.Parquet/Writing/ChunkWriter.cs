using TrailLake.Parquet.Compression;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Writing;

/// <summary>Appends the pages of column chunks to a row group in memory. An encoder fills <see cref="Page"/> and ends it.</summary>
/// <remarks>
/// Data pages are of version 1: every reader knows them, and they cost nothing more, since a chunk that does not shrink
/// (random hashes, a few bytes) is written as a whole without compression.
/// </remarks>
sealed class ChunkWriter : IDisposable
{
    // The fastest that codes entropy: a UUID of 36 characters takes 18.4 bytes. Levels 2 and 3 take 2 and 6 times as long for the same.
    const int Level = 1;

    // JSON at level 3: 0.4 % less of file, and no time that could be measured.
    const int JsonLevel = 3;

    readonly ByteBuffer _compressed = new(1 << 16);
    readonly ZstdCompressor _zstd = new(Level);
    readonly ZstdCompressor _jsonZstd = new(JsonLevel);
    readonly ThriftWriter _thrift;
    ChunkMetadata? _chunk;
    int _frameStart; // where in the dictionary page the frame begins that is not ended yet
    int _frameEntries; // entries of the frames that are

    public ChunkWriter() => _thrift = new ThriftWriter(Output);

    public ByteBuffer Output { get; } = new(1 << 16);

    /// <summary>The page that is being encoded, uncompressed.</summary>
    public ByteBuffer Page { get; } = new(1 << 16);

    /// <summary>Where the encoders end pages.</summary>
    public PageLimits Limits { get; set; } = PageLimits.OfEvents;

    public ChunkMetadata Chunk => _chunk ?? throw new InvalidOperationException("No column chunk was begun.");

    public void Begin(LeafSpec leaf, PageEncoding encoding, bool compress)
    {
        _chunk = new ChunkMetadata(leaf)
        {
            Codec = compress ? CompressionCodec.Zstd : CompressionCodec.Uncompressed,
            Encoding = encoding,
            DataOffset = Output.Length,
        };
        Page.Clear();
        _compressed.Clear();
        _frameStart = 0;
        _frameEntries = 0;
    }

    /// <summary>Bytes that the dictionary page got since the last frame.</summary>
    public int FrameLength => Page.Length - _frameStart;

    /// <summary>Compresses what the dictionary page got since the last frame on its own.</summary>
    /// <param name="entries">How many values the page holds so far, those of earlier frames counted.</param>
    public void EndFrame(int entries)
    {
        var part = Page.Written[_frameStart..];
        if (Chunk.Codec == CompressionCodec.Uncompressed || part.IsEmpty)
        {
            return;
        }

        int before = _compressed.Length;
        Compress(part);
        Chunk.DictionaryFrames.Add(new DictionaryFrame(entries - _frameEntries, part.Length, _compressed.Length - before));
        _frameStart = Page.Length;
        _frameEntries = entries;
    }

    /// <summary>Ends the dictionary page, which must be the first one.</summary>
    /// <param name="entries">How many values it holds, PLAIN encoded, those of its frames counted.</param>
    public void EndDictionary(int entries)
    {
        var chunk = Chunk;
        if (_frameStart > 0)
        {
            EndFrame(entries);
        }

        // One frame is what every page is.
        bool isOfFrames = chunk.DictionaryFrames.Count > 0;
        if (chunk.DictionaryFrames.Count == 1)
        {
            chunk.DictionaryFrames.Clear();
        }

        chunk.DictionaryOffset = Output.Length;
        var body = BeginHeader(isDictionary: true, isOfFrames ? _compressed.Written : CompressPage());
        _thrift.Begin(7);
        _thrift.Int32(1, entries);
        _thrift.Int32(2, (int)PageEncoding.Plain);
        _thrift.End();
        EndHeader(chunk.DictionaryOffset, body);
        chunk.DataOffset = Output.Length;
    }

    public void EndPage(int firstRow, int values, int nullCount, in ValueBounds bounds)
    {
        var chunk = Chunk;
        int offset = Output.Length;
        var body = BeginHeader(isDictionary: false, CompressPage());
        _thrift.Begin(5);
        _thrift.Int32(1, values);
        _thrift.Int32(2, (int)chunk.Encoding);
        _thrift.Int32(3, (int)PageEncoding.Rle);
        _thrift.Int32(4, (int)PageEncoding.Rle);
        _thrift.End();
        EndHeader(offset, body);
        chunk.Pages.Add(new PageMetadata(offset, Output.Length - offset, firstRow, values, nullCount, bounds));
        chunk.Values += values;
        chunk.NullCount += nullCount;
    }

    public void Dispose()
    {
        _zstd.Dispose();
        _jsonZstd.Dispose();
    }

    ReadOnlySpan<byte> BeginHeader(bool isDictionary, ReadOnlySpan<byte> body)
    {
        _thrift.Begin();
        _thrift.Int32(1, isDictionary ? 2 : 0);
        _thrift.Int32(2, Page.Length);
        _thrift.Int32(3, body.Length);
        return body;
    }

    void EndHeader(int offset, ReadOnlySpan<byte> body)
    {
        _thrift.End();
        var chunk = Chunk;
        chunk.UncompressedSize += Output.Length - offset + Page.Length;
        Output.Write(body);
        chunk.CompressedSize += Output.Length - offset;
        Page.Clear();
    }

    ReadOnlySpan<byte> CompressPage()
    {
        if (Chunk.Codec == CompressionCodec.Uncompressed)
        {
            return Page.Written;
        }

        _compressed.Clear();
        Compress(Page.Written);
        return _compressed.Written;
    }

    void Compress(ReadOnlySpan<byte> bytes)
    {
        var zstd = Chunk.Leaf.Kind == ColumnKind.Json ? _jsonZstd : _zstd;
        _compressed.Advance(zstd.Compress(bytes, _compressed.Reserve(ZstdCompressor.Bound(bytes.Length))));
    }
}
