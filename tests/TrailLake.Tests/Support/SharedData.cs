using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TrailLake.Tests.Support;

/// <summary>The real records that stand beside the project, in <c>../shared/data</c>. Without them a test skips; in CI it fails.</summary>
static class SharedData
{
    /// <summary>What <see cref="AllNames"/> has in place of names when there are no records.</summary>
    const string Missing = "(no real records)";

    /// <summary>Folder of the records; the test ends here when it is not there.</summary>
    public static string Folder =>
        Found is { } folder ? folder : Require.Missing("the real records are not there: they belong in ../shared/data, beside the project");

    static string? Found { get; } = Find();

    public static IReadOnlyList<string> LogFiles(string name) =>
        [.. Directory.GetFiles(Path.Combine(Folder, name), "*.json").Order(StringComparer.Ordinal)];

    /// <summary>All files that hold CloudTrail records.</summary>
    public static IEnumerable<string> AllLogFiles() =>
        LogFiles("invictus").Concat(LogFiles("stratus"))
            .Concat(LogFiles("grycap").Where(f => !f.EndsWith("event.json", StringComparison.Ordinal) || f.Contains("sample")));

    /// <summary>Their names for a theory, which are wanted before a test can skip: one that does not exist when there are none.</summary>
    public static IEnumerable<string> AllNames() =>
        Found is null ? [Missing] : AllLogFiles().Select(file => Path.GetRelativePath(Folder, file));

    static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
