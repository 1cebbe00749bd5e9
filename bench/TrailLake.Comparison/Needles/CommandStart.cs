using System;
using System.Diagnostics;
using System.Globalization;

namespace TrailLake.Comparison.Needles;

/// <summary>Runs <c>traillake timeline</c> from start to exit.</summary>
static class CommandStart
{
    const int NothingFound = 1;

    /// <summary>Milliseconds of one run.</summary>
    public static double Time(string program, string lake, string value)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, ["timeline", "--lake", lake, value])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return process.ExitCode is 0 or NothingFound
            ? milliseconds
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{program} timeline {value} ended with {process.ExitCode}: {error.Result.Trim()}"));
    }
}
