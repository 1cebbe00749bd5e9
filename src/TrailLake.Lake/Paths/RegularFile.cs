using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrailLake.Paths;

/// <summary>Opens regular files and nothing else: a pipe would keep a reader waiting for ever, a device may have no end.</summary>
static class RegularFile
{
    /// <summary>Whether a file stands at a path, or a link to one.</summary>
    public static bool Exists(string path)
    {
        try
        {
            return PathStatus.Of(path).Kind == PathKind.File;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <param name="isLong">Whether it is worth telling the system that it is read from start to end.</param>
    /// <exception cref="IOException">It is not there, is no regular file, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened, or is a folder.</exception>
    public static unsafe SafeFileHandle Open(string path, bool isLong = false)
    {
        var kind = PathStatus.Of(path).Kind;
        switch (kind)
        {
            case PathKind.File:
                break;
            case PathKind.Missing:
                throw new FileNotFoundException("there is no such file");
            case PathKind.Folder:
                throw new UnauthorizedAccessException("it is a folder");
            default:
                throw new IOException($"it is {PathStatus.Word(kind)}, which is never opened; expected a file");
        }

        if (!LinuxCalls.AreUsable)
        {
            var options = isLong ? FileOptions.SequentialScan : FileOptions.None;
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);
        }

        int descriptor;
        fixed (byte* name = LinuxCalls.Name(path))
        {
            descriptor = LinuxCalls.Open(name, LinuxCalls.OpenFlags);
        }

        if (descriptor < 0)
        {
            throw LinuxCalls.Error(Marshal.GetLastPInvokeError());
        }

        if (isLong)
        {
            _ = LinuxCalls.Advise(descriptor, 0, 0, LinuxCalls.AdviseSequential);
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Reads a small file whole.</summary>
    /// <param name="most">Bytes that such a file has at most.</param>
    /// <exception cref="IOException">As for <see cref="Open"/>, or it is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">As for <see cref="Open"/>.</exception>
    public static byte[] ReadAllBytes(string path, int most)
    {
        using var handle = Open(path);
        long length = RandomAccess.GetLength(handle);
        if (length > most)
        {
            throw TooLong(most);
        }

        // One byte more: the file may grow while it is read, and some that the system makes up say that they have no length.
        var content = new MemoryStream((int)length + 1);
        var buffer = new byte[1 << 14];
        for (int read; (read = RandomAccess.Read(handle, buffer, content.Length)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > most)
            {
                throw TooLong(most);
            }
        }

        return content.ToArray();
    }

    static IOException TooLong(int most) => new($"it is longer than {most:N0} bytes, the most that such a file may have");
}
