using System.Runtime.InteropServices;

namespace TrailLake.Storage;

/// <summary>The few system calls that .NET does not offer. Used on Unix only.</summary>
static partial class NativeMethods
{
    // The same numbers on Linux and on Apple's systems.
    public const int ErrorAccess = 13;
    public const int ErrorExists = 17;
    public const int ErrorNoSpace = 28;
    public const int ErrorReadOnly = 30;

    public const int CurrentDirectory = -100;
    public const uint LinuxNoReplace = 1;
    public const uint AppleExclusive = 4;

    /// <summary>https://man7.org/linux/man-pages/man2/link.2.html</summary>
    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string created);

    /// <summary>https://man7.org/linux/man-pages/man2/rename.2.html; Linux only.</summary>
    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    /// <summary>The like of renameat2 on Apple's systems.</summary>
    [LibraryImport("libc", EntryPoint = "renamex_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameExclusive(string from, string to, uint flags);

    /// <summary>Only ever called with O_RDONLY (0): the variadic mode argument is not read then.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
