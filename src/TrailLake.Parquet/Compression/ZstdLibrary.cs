namespace TrailLake.Parquet.Compression;

/// <summary>
/// Which of two implementations of Zstandard serves. The reference library in native code inflates UUIDs three times as fast as the managed
/// port and compresses them more than twice as fast, but its package needs glibc 2.34 or one of some other systems.
/// </summary>
static class ZstdLibrary
{
    public static bool IsNative { get; } = Load();

    static bool Load()
    {
        try
        {
            using var decompressor = new ZstdNet.Decompressor();
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
            or TypeInitializationException)
        {
            return false;
        }
    }
}
