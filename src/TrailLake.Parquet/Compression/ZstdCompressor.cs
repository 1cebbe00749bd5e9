namespace TrailLake.Parquet.Compression;

/// <summary>Compresses pages to frames of Zstandard. Owns memory outside of the heap; for one thread at a time.</summary>
sealed class ZstdCompressor : IDisposable
{
    readonly ZstdNet.Compressor? _native;
    readonly ZstdSharp.Compressor? _managed;

    /// <param name="level">1 to 22.</param>
    /// <param name="isNative">Which implementation; <see cref="ZstdLibrary"/> chooses by default.</param>
    public ZstdCompressor(int level, bool? isNative = null)
    {
        if (isNative ?? ZstdLibrary.IsNative)
        {
            _native = new ZstdNet.Compressor(new ZstdNet.CompressionOptions(level));
        }
        else
        {
            _managed = new ZstdSharp.Compressor(level);
        }
    }

    /// <summary>Room that the frame of so many bytes may take.</summary>
    public static int Bound(int length) => ZstdSharp.Compressor.GetCompressBound(length);

    /// <summary>Writes one frame; returns its length.</summary>
    /// <param name="target">At least <see cref="Bound"/> bytes.</param>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> target) => _native?.Wrap(source, target) ?? _managed!.Wrap(source, target);

    public void Dispose()
    {
        _native?.Dispose();
        _managed?.Dispose();
    }
}
