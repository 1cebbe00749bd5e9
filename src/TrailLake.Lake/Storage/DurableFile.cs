using System.Runtime.InteropServices;

namespace TrailLake.Storage;

/// <summary>File steps that a crash or another process cannot see half done.</summary>
static class DurableFile
{
    /// <summary>
    /// Gives a complete, flushed file its final name if nobody has that name yet. The one step that the safety of the lake rests on.
    /// </summary>
    /// <returns>False when the name is taken by other content.</returns>
    /// <remarks>
    /// <para>File.Move without overwriting is no help on Unix: it looks whether the target exists and then renames over it, so of two
    /// processes both may succeed and the first commit is lost. link(2) is: the kernel creates the second name or fails with EEXIST, in
    /// one step, and the name appears with all of the bytes because they were written and flushed under the temporary name before.</para>
    /// <para>Where there are no hard links (exFAT, some network mounts) an exclusive rename takes its place: same guarantee, same reason.
    /// On Windows, MoveFileEx without MOVEFILE_REPLACE_EXISTING is such a rename, and it is what File.Move calls. Creating the final
    /// file with O_EXCL and filling it then would be exclusive too, but readers could see it half written, so it is never done.</para>
    /// <para>Over NFS a link may be made although the answer is EEXIST (a request that was sent again). Commits hold a unique id, so
    /// equal content under the final name means that it is ours.</para>
    /// </remarks>
    public static bool TryPublish(string temporary, string final)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(temporary, final);
        }

        if (NativeMethods.Link(temporary, final) == 0)
        {
            TryDelete(temporary);
            return true;
        }

        return Marshal.GetLastPInvokeError() == NativeMethods.ErrorExists
            ? HaveEqualContent(temporary, final)
            : TryRenameExclusively(temporary, final);
    }

    /// <summary>
    /// Puts a folder's entries on the disk: on Unix a new name can be lost by a power cut although the file's bytes are safe.
    /// A file system that refuses (EINVAL on some mounts) cannot do better, so the answer is not looked at.
    /// </summary>
    public static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = NativeMethods.Open(directory, 0);
        if (descriptor >= 0)
        {
            _ = NativeMethods.Sync(descriptor);
            _ = NativeMethods.Close(descriptor);
        }
    }

    /// <summary>
    /// Moves a file into a folder, which is made first. A sweep may take an empty folder away just then: it is made once more.
    /// </summary>
    public static void MoveInto(string source, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        try
        {
            Directory.CreateDirectory(folder);
            File.Move(source, target, overwrite: true);
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(folder);
            File.Move(source, target, overwrite: true);
        }
    }

    /// <summary>Deletes a file if that is possible; what stays is swept later.</summary>
    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static bool TryMove(string temporary, string final)
    {
        try
        {
            File.Move(temporary, final, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(final))
        {
            return false;
        }
    }

    /// <summary>The way of <see cref="TryPublish"/> where there are no hard links.</summary>
    internal static bool TryRenameExclusively(string temporary, string final)
    {
        try
        {
            int result = OperatingSystem.IsMacOS()
                ? NativeMethods.RenameExclusive(temporary, final, NativeMethods.AppleExclusive)
                : NativeMethods.RenameAt2(
                    NativeMethods.CurrentDirectory, temporary, NativeMethods.CurrentDirectory, final, NativeMethods.LinuxNoReplace);
            if (result == 0)
            {
                return true;
            }
        }
        catch (EntryPointNotFoundException)
        {
            throw StorageErrors.CannotPublish(final, "this system has no exclusive rename");
        }

        int error = Marshal.GetLastPInvokeError();
        var message = Marshal.GetPInvokeErrorMessage(error);
        return error switch
        {
            NativeMethods.ErrorExists => false,
            NativeMethods.ErrorAccess or NativeMethods.ErrorNoSpace or NativeMethods.ErrorReadOnly => throw new IOException(message + "."),
            _ => throw StorageErrors.CannotPublish(final, message),
        };
    }

    static bool HaveEqualContent(string temporary, string final)
    {
        var equal = File.ReadAllBytes(temporary).AsSpan().SequenceEqual(File.ReadAllBytes(final));
        if (equal)
        {
            TryDelete(temporary);
        }

        return equal;
    }
}
