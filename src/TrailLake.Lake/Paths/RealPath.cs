using System.Runtime.InteropServices;

namespace TrailLake.Paths;

/// <summary>Where a path leads when all links on its way are followed.</summary>
static class RealPath
{
    /// <summary>The path without links; null when it leads to nothing or cannot be followed.</summary>
    public static unsafe string? Of(string path)
    {
        if (!LinuxCalls.AreUsable)
        {
            return OfSystem(path);
        }

        Span<byte> resolved = stackalloc byte[LinuxCalls.MostPath];
        try
        {
            fixed (byte* name = LinuxCalls.Name(path))
            fixed (byte* at = resolved)
            {
                byte* result = LinuxCalls.RealPath(name, at);
                return result == null ? null : BytePath.OfBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(result));
            }
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether a path is a folder or stands below it. Both without links.</summary>
    public static bool IsInside(string path, string folder) => path == folder
        || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Part by part: .NET resolves the last part of a path only.
    static string? OfSystem(string path)
    {
        string full = Path.GetFullPath(path);
        string at = Path.GetPathRoot(full)!;
        try
        {
            foreach (string part in full[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                string next = Path.Combine(at, part);
                FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
                at = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
            }

            return Path.Exists(at) ? at : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
