using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Reading;

/// <summary>A column chunk in a file. Offsets count from the start of the file.</summary>
/// <param name="DictionaryOffset">Where its dictionary page begins; -1 without one.</param>
/// <param name="DictionaryFrames">The frames of that page; empty when it is one.</param>
/// <param name="PageIndexOffset">Where its list of pages begins.</param>
/// <param name="IsEmpty">True when no row has a value.</param>
sealed record ChunkLocation(
    CompressionCodec Codec,
    long DictionaryOffset,
    int DictionaryLength,
    DictionaryFrame[] DictionaryFrames,
    long PageIndexOffset,
    int PageIndexLength,
    bool IsEmpty);
