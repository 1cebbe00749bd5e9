namespace TrailLake.Paths;

/// <summary>
/// Files for their owner alone: answers, evidence and what is put aside for them hold who did what, and a machine may have other users. On
/// Windows the folder's own rights hold.
/// </summary>
static class PrivateFile
{
    /// <summary>Read and written by the owner: 0600.</summary>
    public const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The mode that a file is to have: what is asked for, else that of the file it replaces, else <see cref="Owner"/>.</summary>
    public static UnixFileMode ModeOf(string path, UnixFileMode? asked) =>
        asked ?? (!OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : Owner);

    /// <summary>Creates a file; what a broken run left under its name is deleted first, be it a link.</summary>
    /// <exception cref="IOException">It cannot be created; <see cref="UnauthorizedAccessException"/> when it may not be.</exception>
    public static FileStream Create(string path, UnixFileMode mode = Owner, int bufferSize = 4096)
    {
        Delete(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = bufferSize,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        // Never wider, not even for a moment; then what was asked for, whatever the umask is.
        options.UnixCreateMode = mode & Owner;
        var file = new FileStream(path, options);
        if (mode != options.UnixCreateMode)
        {
            File.SetUnixFileMode(file.SafeFileHandle, mode);
        }

        return file;
    }

    /// <summary>Creates a folder that only its owner can enter: 0700.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Deletes a file, or a link, if it is there.</summary>
    public static void Delete(string path)
    {
        // Of a link that leads nowhere, File.Exists says no; of a file in a folder that is not there, Delete throws.
        if (new FileInfo(path) is var file && (file.Exists || file.LinkTarget is not null))
        {
            file.Delete();
        }
    }
}
