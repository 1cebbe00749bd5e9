using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TrailLake.Tests.Support;

/// <summary>The real records that stand beside the project, in <c>../shared/data</c>.</summary>
static class SharedData
{
    public static string Folder { get; } = Find();

    public static IReadOnlyList<string> LogFiles(string name) =>
        [.. Directory.GetFiles(Path.Combine(Folder, name), "*.json").Order(StringComparer.Ordinal)];

    /// <summary>All files that hold CloudTrail records.</summary>
    public static IEnumerable<string> AllLogFiles() =>
        LogFiles("invictus").Concat(LogFiles("stratus")).Concat(LogFiles("grycap").Where(f => !f.EndsWith("event.json", StringComparison.Ordinal) || f.Contains("sample")));

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return "";
    }
}
