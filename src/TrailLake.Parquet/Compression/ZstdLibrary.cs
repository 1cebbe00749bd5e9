using System;

namespace TrailLake.Parquet.Compression;

/// <summary>
/// Which of two implementations of Zstandard serves. The reference library in native code inflates UUIDs three times as fast as the managed port
/// and compresses them at more than twice its speed, but wants glibc 2.34 or a system of another kind for which its package has a build; elsewhere the port
/// does the same.
/// </summary>
static class ZstdLibrary
{
    /// <summary>True when the native library is there.</summary>
    public static bool IsNative { get; } = Load();

    static bool Load()
    {
        try
        {
            using var decompressor = new ZstdNet.Decompressor();
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            return false;
        }
    }
}
