namespace TrailLake.Cli.Processes;

/// <summary>The command's exit codes. Scripts rely on them.</summary>
enum ExitCode
{
    Done = 0,

    /// <summary>Done, but something was rejected, missing or invalid, or a search found nothing.</summary>
    Incomplete = 1,

    /// <summary>Could not run.</summary>
    Failed = 2,

    /// <summary>The answer could not be written: a full disk or a failing device under stdout, stderr or a file of output.</summary>
    OutputLost = 4,

    /// <summary>Stopped by <c>--timeout</c>, as timeout(1) says it.</summary>
    TimedOut = 124,

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT, as shells expect.</summary>
    Interrupted = 130,

    /// <summary>Stopped by SIGTERM: 128 + SIGTERM.</summary>
    Terminated = 143,
}
