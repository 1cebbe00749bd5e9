using System.Runtime.InteropServices;

namespace TrailLake.Paths;

/// <summary>System calls of Linux for paths whose names are bytes and for what .NET does not tell.</summary>
static unsafe partial class LinuxCalls
{
    public const int ErrorMissing = 2;
    public const int ErrorAccess = 13;
    public const int ErrorNotFolder = 20;
    public const int ErrorLoop = 40;
    public const int CurrentDirectory = -100;
    public const int NoFollow = 0x100;
    public const uint BasicStatus = 0x7FF;

    /// <summary>O_CLOEXEC, O_NONBLOCK (a pipe that has just taken the file's place must not hold the run up), O_NOCTTY.</summary>
    public const int OpenFlags = 0x80000 | 0x800 | 0x100;

    /// <summary>POSIX_FADV_SEQUENTIAL.</summary>
    public const int AdviseSequential = 2;

    /// <summary>Longest path that <see cref="RealPath"/> writes, with its zero.</summary>
    public const int MostPath = 4096;

    /// <summary>Places in a struct dirent, the same for all 64-bit systems: type, and name with a zero at its end.</summary>
    public const int EntryType = 18;
    public const int EntryName = 19;

    /// <summary>Whether these calls are there: on 64-bit Linux with a C library that has statx.</summary>
    public static bool AreUsable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess
        && NativeLibrary.TryLoad("libc", typeof(LinuxCalls).Assembly, null, out nint library)
        && NativeLibrary.TryGetExport(library, "statx", out _);

    /// <summary>A path as the system takes it, with a zero at the end.</summary>
    /// <exception cref="IOException">It holds a zero: it would be another path.</exception>
    public static byte[] Name(string path)
    {
        byte[] bytes = BytePath.ToBytes(path);
        return bytes.AsSpan().Contains((byte)0) ? throw new IOException("the name holds a zero character") : [.. bytes, 0];
    }

    /// <summary>An error number as .NET's exceptions.</summary>
    public static Exception Error(int error) => error switch
    {
        ErrorMissing => new FileNotFoundException(Marshal.GetPInvokeErrorMessage(error)),
        ErrorNotFolder => new DirectoryNotFoundException(Marshal.GetPInvokeErrorMessage(error)),
        ErrorAccess => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error)),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
    };

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int StatX(int directory, byte* path, int flags, uint mask, byte* status);

    /// <summary>Only ever called to read: the variadic mode argument is not looked at then.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    public static partial int Advise(int descriptor, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true)]
    public static partial byte* RealPath(byte* path, byte* resolved);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    public static partial nint OpenFolder(byte* path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    public static partial byte* ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    public static partial int CloseFolder(nint folder);
}
