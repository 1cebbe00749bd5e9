using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace TrailLake.Benchmarks.Allocations;

/// <summary>The committed file of bytes an event by stage.</summary>
static class ExpectedAllocations
{
    /// <summary>The file's path below the top of the sources.</summary>
    public const string Path = "bench/expected-allocations.json";

    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static Dictionary<string, double> Read() =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllBytes(FullPath()))
            ?? throw new InvalidDataException($"{Path} is empty");

    public static void Write(IReadOnlyDictionary<string, double> values) =>
        File.WriteAllText(FullPath(), JsonSerializer.Serialize(values, s_indented) + "\n");

    // The program stands in the artifacts folder of the sources it was built from.
    static string FullPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, Path);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"{Path} was not found above {AppContext.BaseDirectory}");
    }
}
