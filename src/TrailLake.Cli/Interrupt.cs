using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace TrailLake.Cli;

/// <summary>
/// Turns Ctrl-C (and SIGTERM) into a cancelled token, so that a command stops between two steps and leaves nothing half done.
/// A second Ctrl-C ends the process at once.
/// </summary>
sealed class Interrupt : IDisposable
{
    readonly CancellationTokenSource _source = new();
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _terminate;
    volatile Action? _diverted;

    public Interrupt()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>
    /// From now on, Ctrl-C does this instead and ends nothing: for a command that people stay in. Null takes it back. SIGTERM ends the command
    /// as ever.
    /// </summary>
    public void Divert(Action? interrupted) => _diverted = interrupted;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    void Stop(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGINT && _diverted is { } interrupted)
        {
            context.Cancel = true;
            interrupted();
            return;
        }

        context.Cancel = !_source.IsCancellationRequested;
        if (context.Cancel)
        {
            _source.Cancel();
        }
    }
}
