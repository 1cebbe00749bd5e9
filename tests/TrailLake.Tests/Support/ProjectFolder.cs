using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TrailLake.Tests.Support;

/// <summary>
/// The project's own folder. It is found from where the tests run: a CI build writes other source paths into the assembly, so that
/// CallerFilePath does not lead to it.
/// </summary>
static class ProjectFolder
{
    public static string Root { get; } = Find();

    /// <summary>Full path of a file of the project.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Text of a file of the project.</summary>
    public static string Read(params string[] parts) => System.IO.File.ReadAllText(File(parts));

    /// <summary>Full paths of the C# files below a folder of the project.</summary>
    public static IReadOnlyList<string> Sources(params string[] parts) =>
        [.. Directory.EnumerateFiles(File(parts), "*.cs", SearchOption.AllDirectories).Where(path => !IsOutput(path))
            .Order(StringComparer.Ordinal)];

    static bool IsOutput(string path) =>
        Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar) is var parts
            && (parts.Contains("node_modules") || parts.Contains("obj") || parts.Contains("bin"));

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "TrailLake.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests do not run below the project's folder.");
    }
}
