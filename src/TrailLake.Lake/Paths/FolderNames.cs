using System.IO.Enumeration;
using System.Runtime.InteropServices;

namespace TrailLake.Paths;

/// <summary>The names in a folder, each with what it is; in no order.</summary>
static class FolderNames
{
    static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Reads a folder. Links are not followed where the system tells them apart; elsewhere links to files are files.</summary>
    /// <exception cref="IOException">It cannot be read; <see cref="UnauthorizedAccessException"/> when it may not be.</exception>
    public static List<(string Name, PathKind Kind)> Read(string path) => LinuxCalls.AreUsable
        ? ReadLinux(path)
        : [.. new FileSystemEnumerable<(string, PathKind)>(path, Describe, s_all)];

    static unsafe List<(string Name, PathKind Kind)> ReadLinux(string path)
    {
        nint folder;
        fixed (byte* name = LinuxCalls.Name(path))
        {
            folder = LinuxCalls.OpenFolder(name);
        }

        if (folder == 0)
        {
            throw LinuxCalls.Error(Marshal.GetLastPInvokeError());
        }

        try
        {
            var entries = new List<(string Name, PathKind Kind)>();
            while (true)
            {
                // The end and an error look the same but for the error number, which SetLastError clears before the call.
                byte* entry = LinuxCalls.ReadFolder(folder);
                if (entry == null)
                {
                    int error = Marshal.GetLastPInvokeError();
                    return error == 0 ? entries : throw LinuxCalls.Error(error);
                }

                var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + LinuxCalls.EntryName);
                if (bytes is [(byte)'.'] or [(byte)'.', (byte)'.'])
                {
                    continue;
                }

                // Some file systems do not say the type (0).
                string name = BytePath.OfBytes(bytes);
                int type = entry[LinuxCalls.EntryType];
                entries.Add((name, type == 0 ? PathStatus.Of(Path.Combine(path, name), follow: false).Kind : PathStatus.OfMode(type)));
            }
        }
        finally
        {
            _ = LinuxCalls.CloseFolder(folder);
        }
    }

    // Attributes cost a system call for each entry: asked for folders only.
    static (string Name, PathKind Kind) Describe(ref FileSystemEntry entry) => (
        entry.FileName.ToString(),
        !entry.IsDirectory ? PathKind.File : (entry.Attributes & FileAttributes.ReparsePoint) != 0 ? PathKind.Link : PathKind.Folder);
}
