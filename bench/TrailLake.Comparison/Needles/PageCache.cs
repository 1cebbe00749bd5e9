using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrailLake.Comparison.Needles;

/// <summary>
/// Drops files from the page cache with posix_fadvise(2), POSIX_FADV_DONTNEED: it needs no rights and leaves the files of others in it.
/// Pages that are not on the disk yet stay, so they are written first.
/// </summary>
static class PageCache
{
    const int DontNeed = 4;

    /// <summary>Writes what waits for the disk.</summary>
    public static void Flush() => sync();

    /// <summary>Drops all files below a folder.</summary>
    public static void Drop(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            var error = posix_fadvise(handle, 0, 0, DontNeed);
            if (error != 0)
            {
                throw new IOException(FormattableString.Invariant($"posix_fadvise({path}) failed with error {error}"));
            }
        }
    }

    [DllImport("libc")]
    static extern void sync();

    [DllImport("libc")]
    static extern int posix_fadvise(SafeFileHandle file, long offset, long length, int advice);
}
