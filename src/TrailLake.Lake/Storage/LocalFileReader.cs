using Microsoft.Win32.SafeHandles;

namespace TrailLake.Storage;

/// <summary>Reads ranges of a local file.</summary>
sealed class LocalFileReader(string path, FileOptions options) : IFileReader
{
    readonly SafeFileHandle _handle =
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);

    public long Length => RandomAccess.GetLength(_handle);

    public int Read(Span<byte> target, long offset) => RandomAccess.Read(_handle, target, offset);

    public void Dispose() => _handle.Dispose();
}
