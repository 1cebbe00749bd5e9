namespace TrailLake.Parquet.Compression;

/// <summary>Inflates frames of Zstandard. Owns memory outside of the heap; for one thread at a time.</summary>
sealed class ZstdDecompressor : IDisposable
{
    readonly ZstdNet.Decompressor? _native;
    readonly ZstdSharp.Decompressor? _managed;

    /// <param name="isNative">Which implementation; <see cref="ZstdLibrary"/> chooses by default.</param>
    public ZstdDecompressor(bool? isNative = null)
    {
        if (isNative ?? ZstdLibrary.IsNative)
        {
            _native = new ZstdNet.Decompressor();
        }
        else
        {
            _managed = new ZstdSharp.Decompressor();
        }
    }

    /// <summary>Inflates frames that follow one another; returns the length of what they held.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or hold more than there is room for.</exception>
    public int Inflate(ReadOnlySpan<byte> source, Span<byte> target)
    {
        try
        {
            return _native?.Unwrap(source, target, bufferSizePrecheck: false) ?? _managed!.Unwrap(source, target);
        }
        catch (Exception e) when (e is ZstdNet.ZstdException or ZstdSharp.ZstdException)
        {
            throw new InvalidDataException($"a page does not inflate: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _native?.Dispose();
        _managed?.Dispose();
    }
}
