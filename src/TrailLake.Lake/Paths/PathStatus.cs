using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TrailLake.Paths;

/// <summary>What stands at a path, without opening it.</summary>
/// <param name="Kind">What it is. Pipes, sockets and devices are told apart on Linux; elsewhere they are files of no length.</param>
readonly record struct PathStatus(PathKind Kind, long Size, DateTime Modified)
{
    /// <summary>Looks at a path.</summary>
    /// <param name="follow">Whether of a symbolic link its target is wanted.</param>
    /// <exception cref="IOException">It cannot be looked at; <see cref="UnauthorizedAccessException"/> when it may not be.</exception>
    public static PathStatus Of(string path, bool follow = true) => LinuxCalls.AreUsable ? OfLinux(path, follow) : OfSystem(path, follow);

    /// <summary>What a person calls it.</summary>
    public static string Word(PathKind kind) => kind switch
    {
        PathKind.Pipe => "a named pipe",
        PathKind.Socket => "a socket",
        PathKind.Device => "a device",
        PathKind.Folder => "a folder",
        PathKind.Link => "a link",
        PathKind.LinkLoop => "a link that leads in a circle",
        PathKind.File => "a file",
        _ => "nothing",
    };

    /// <summary>The kind in the upper bits of a Unix mode.</summary>
    internal static PathKind OfMode(int type) => type switch
    {
        1 => PathKind.Pipe,
        4 => PathKind.Folder,
        8 => PathKind.File,
        10 => PathKind.Link,
        12 => PathKind.Socket,
        _ => PathKind.Device,
    };

    static unsafe PathStatus OfLinux(string path, bool follow)
    {
        // struct statx is the same on all architectures: https://man7.org/linux/man-pages/man2/statx.2.html
        const int modeAt = 28;
        const int sizeAt = 40;
        const int modifiedAt = 112;
        Span<byte> status = stackalloc byte[256];
        int result;
        fixed (byte* name = LinuxCalls.Name(path))
        fixed (byte* at = status)
        {
            result = LinuxCalls.StatX(LinuxCalls.CurrentDirectory, name, follow ? 0 : LinuxCalls.NoFollow, LinuxCalls.BasicStatus, at);
        }

        if (result != 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                LinuxCalls.ErrorMissing or LinuxCalls.ErrorNotFolder => default,
                LinuxCalls.ErrorLoop => new PathStatus(PathKind.LinkLoop, 0, default),
                var error => throw LinuxCalls.Error(error),
            };
        }

        var seconds = BinaryPrimitives.ReadInt64LittleEndian(status[modifiedAt..]);
        var nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(status[(modifiedAt + 8)..]);
        return new PathStatus(
            OfMode(BinaryPrimitives.ReadUInt16LittleEndian(status[modeAt..]) >> 12),
            BinaryPrimitives.ReadInt64LittleEndian(status[sizeAt..]),
            Time(seconds, nanoseconds));
    }

    // A file system may hold times that .NET's clock does not reach.
    static DateTime Time(long seconds, uint nanoseconds)
    {
        long least = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        long most = ((DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond) - 1;
        return DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, least, most)).AddTicks(nanoseconds / 100);
    }

    static PathStatus OfSystem(string path, bool follow)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (info.LinkTarget is not null)
        {
            if (!follow)
            {
                return new PathStatus(PathKind.Link, 0, info.LastWriteTimeUtc);
            }

            try
            {
                info = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
            }
            catch (IOException)
            {
                return new PathStatus(PathKind.LinkLoop, 0, default);
            }
        }

        return info switch
        {
            DirectoryInfo { Exists: true } => new PathStatus(PathKind.Folder, 0, info.LastWriteTimeUtc),
            FileInfo { Exists: true } file => new PathStatus(PathKind.File, file.Length, file.LastWriteTimeUtc),
            _ => default,
        };
    }
}
