using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.Comparison;

/// <summary>Runs a contender as a process and measures it.</summary>
static class ChildRun
{
    public static Measurement Run(Contender contender, string workFolder)
    {
        if (Directory.Exists(contender.Output))
        {
            Directory.Delete(contender.Output, recursive: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(contender.Output)!);
        var before = ResourceUsage.OfChildren();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(contender.Program, contender.Arguments)
        {
            WorkingDirectory = workFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{contender.Program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(contender.Input);
        process.StandardInput.Close();
        var peak = WatchPeak(process);
        process.WaitForExit();
        var wall = watch.Elapsed.TotalSeconds;
        var cpu = (ResourceUsage.OfChildren() - before).TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{contender.Name} ended with {process.ExitCode}: {error.Result.Trim()}{output.Result.Trim()}");
        }

        var bytes = Directory.EnumerateFiles(contender.Output, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
        return new Measurement(wall, cpu, peak.Result, bytes, DuckDbPeer.Count(contender.Files));
    }

    // VmHWM is the kernel's own high-water mark, so looking now and then misses at most the last moment.
    static Task<long> WatchPeak(Process process) => Task.Run(() =>
    {
        long peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            Thread.Sleep(10);
        }

        return peak;
    });

    static long PeakOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The process ended between the two looks.
            return 0;
        }
    }
}
