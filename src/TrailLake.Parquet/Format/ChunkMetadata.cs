using TrailLake.Schema;

namespace TrailLake.Parquet.Format;

/// <summary>One column chunk of a row group. Offsets count from the start of the row group.</summary>
sealed class ChunkMetadata(LeafSpec leaf)
{
    public LeafSpec Leaf { get; } = leaf;

    public CompressionCodec Codec { get; set; }

    public PageEncoding Encoding { get; set; }

    /// <summary>-1 without a dictionary.</summary>
    public int DictionaryOffset { get; set; } = -1;

    /// <summary>The frames of a dictionary that is compressed in parts; empty for any other.</summary>
    public List<DictionaryFrame> DictionaryFrames { get; } = [];

    public int DataOffset { get; set; }

    public long Values { get; set; }

    public long NullCount { get; set; }

    /// <summary>Bytes of all pages before compression, headers counted.</summary>
    public long UncompressedSize { get; set; }

    /// <summary>Bytes of all pages as they stand in the file, headers counted.</summary>
    public long CompressedSize { get; set; }

    public ValueBounds Bounds { get; set; }

    public long? MinInteger { get; set; }

    public long? MaxInteger { get; set; }

    /// <summary>True when the pages' bounds rise from page to page.</summary>
    public bool Ascending { get; set; }

    public List<PageMetadata> Pages { get; } = [];

    /// <summary>-1 without a filter.</summary>
    public int FilterOffset { get; set; } = -1;

    public int FilterLength { get; set; }
}
