using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace TrailLake.Tests.Support;

/// <summary>Runs the built command as its users do: a process of its own, with its streams in pipes.</summary>
sealed record TrailLakeProcess(int ExitCode, string Out, string Error)
{
    /// <summary>The built assembly of the command.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "traillake.dll");

    /// <summary>
    /// What stands before a command line so that Ctrl-C reaches the command: a shell that runs the tests in the background has them ignore
    /// it, and their processes inherit that. Empty where env cannot undo it.
    /// </summary>
    public static IReadOnlyList<string> Interruptible { get; } = CanResetSignals() ? ["env", "--default-signal=INT"] : [];

    /// <summary>Runs the command and waits for its end, at most a minute.</summary>
    public static TrailLakeProcess Run(params string[] arguments) => Run(arguments, input: null);

    /// <summary>Runs the command with an input and an environment.</summary>
    public static TrailLakeProcess Run(IEnumerable<string> arguments, string? input, params (string Name, string? Value)[] environment)
    {
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!Task.WaitAll([output, error], TimeSpan.FromMinutes(1)) || !process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("traillake did not end: " + string.Join(' ', arguments));
        }

        return new TrailLakeProcess(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs the command and kills it after a time. True when it was killed, false when it ended before.</summary>
    public static bool RunAndKill(IEnumerable<string> arguments, TimeSpan after)
    {
        using var process = Start(arguments);
        _ = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(after))
        {
            return false;
        }

        process.Kill();
        process.WaitForExit();
        return true;
    }

    /// <summary>Starts the command; the caller waits and disposes.</summary>
    public static Process Start(IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        string[] command = [.. Interruptible, "dotnet", Assembly, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("TRAILLAKE_LAKE");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    static bool CanResetSignals()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var env = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "true"]) { RedirectStandardError = true })!;
        env.WaitForExit();
        return env.ExitCode == 0;
    }
}
