using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace TrailLake.Comparison;

/// <summary>What the figures were measured on.</summary>
static class Machine
{
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        var system = $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}";
        return FormattableString.Invariant($"{Processor()}, {Environment.ProcessorCount} cores, {memory:0.#} GiB, {system}");
    }

    static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
