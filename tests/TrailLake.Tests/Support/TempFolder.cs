using System;
using System.IO;

namespace TrailLake.Tests.Support;

/// <summary>A folder of its own for one test.</summary>
sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("traillake-test-").FullName;

    /// <summary>Writes a file below the folder, and the folders on its way.</summary>
    public string Write(string relative, string content = "{}")
    {
        string path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
