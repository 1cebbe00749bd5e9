using System;
using System.IO;

namespace TrailLake.Tests.Support;

/// <summary>A copy of the lake that the first format wrote (<c>Lakes/format-1</c>), free to be changed.</summary>
sealed class FirstFormatLake : IDisposable
{
    /// <summary>Where the lake's objects were when it was made.</summary>
    public const string SourceUri = "file:///archive/";

    readonly TempFolder _folder = new();

    public FirstFormatLake()
    {
        CopyFolder(Fixture("lake"), _folder.File("lake"));
        Lake = new TestLake(_folder.File("lake"));
    }

    /// <summary>The lake.</summary>
    public TestLake Lake { get; }

    /// <summary>Folder of the archive that it was made of.</summary>
    public static string Source => Fixture("source");

    public void Dispose()
    {
        Lake.Dispose();
        _folder.Dispose();
    }

    static string Fixture(string name) => ProjectFolder.File("tests", "TrailLake.Tests", "Lakes", "format-1", name);

    static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
