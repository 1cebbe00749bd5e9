using System.Runtime.InteropServices;

namespace TrailLake.Cli.Processes;

/// <summary>
/// Ends the process without waiting for anything in it. <see cref="Environment.Exit"/> runs what libraries want to do at an exit, and
/// DuckDB's waits for a thread that a query keeps busy.
/// </summary>
static class ProcessEnd
{
    public static void AtOnce(int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            TerminateProcess(-1, (uint)exitCode);
        }
        else
        {
            Exit(exitCode);
        }
    }

    [DllImport("libc", EntryPoint = "_exit")]
    static extern void Exit(int exitCode);

    // -1 stands for the process itself.
    [DllImport("kernel32")]
    static extern int TerminateProcess(nint process, uint exitCode);
}
