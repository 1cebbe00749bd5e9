using System.Runtime.InteropServices;

namespace TrailLake.Cli.Processes;

/// <summary>
/// What may stop a command: Ctrl-C, SIGTERM, <c>--timeout</c>. The first cancels a token, so that the command stops between two steps and
/// leaves nothing half done; a second signal ends the process at once. A command that only reads, and whose engine does not come back, is
/// left.
/// </summary>
sealed class Interrupt : IDisposable
{
    // The engine is asked to stop; it looks for that between two pieces of work, and some functions are one piece of hours.
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);

    readonly CancellationTokenSource _source;
    readonly CancellationTokenSource _graceful = new();
    readonly bool _ownsProcess;
    readonly PosixSignalRegistration? _interrupt;
    readonly PosixSignalRegistration? _terminate;
    Action? _said;
    Timer? _deadline;
    volatile Action? _diverted;
    volatile bool _onlyReads;
    volatile bool _isGraceful;
    volatile bool _isOver;
    int _signals;

    /// <summary>Watches the signals of the process.</summary>
    public Interrupt()
    {
        _ownsProcess = true;
        _source = new CancellationTokenSource();
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>For a command within another program: only this token and <c>--timeout</c> stop it, and the process is not left.</summary>
    public Interrupt(CancellationToken cancellation)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    public CancellationToken Token => _source.Token;

    public ExitCode ExitCode { get; private set; } = ExitCode.Interrupted;

    /// <summary>What to say of a command that was stopped.</summary>
    public string Text { get; private set; } = "stopped";

    /// <summary>
    /// From now on, Ctrl-C does this instead and ends nothing: for a command that people stay in. Null takes it back. SIGTERM ends the
    /// command as ever.
    /// </summary>
    public void Divert(Action? interrupted) => _diverted = interrupted;

    /// <summary>
    /// From now on the first signal cancels the token that is returned, and not <see cref="Token"/>: for a command that can keep what it
    /// has begun.
    /// </summary>
    /// <param name="said">Tells the person that the command is about to end.</param>
    public CancellationToken EndGracefully(Action said)
    {
        _said = said;
        _isGraceful = true;
        return _graceful.Token;
    }

    /// <summary>The command does nothing but read: once it is stopped, the process may be left at any moment.</summary>
    public void OnlyReads() => _onlyReads = true;

    public void StopAfter(TimeSpan time) => _deadline = new Timer(
        _ =>
        {
            ExitCode = ExitCode.TimedOut;
            Text = $"stopped after {time.TotalSeconds:0.###} s (--timeout)";
            Cancel();
        },
        null,
        time,
        Timeout.InfiniteTimeSpan);

    /// <summary>Leaves the process when something that was stopped goes on for longer than people wait.</summary>
    /// <param name="isOver">Whether it has ended.</param>
    public void LeaveUnless(Func<bool> isOver)
    {
        if (_ownsProcess)
        {
            new Thread(() => LeaveUnlessOver(isOver)) { IsBackground = true }.Start();
        }
    }

    /// <summary>The command has ended: nothing is left any more.</summary>
    public void End() => _isOver = true;

    public void Dispose()
    {
        _isOver = true;
        _interrupt?.Dispose();
        _terminate?.Dispose();
        _deadline?.Dispose();
        _source.Dispose();
        _graceful.Dispose();
    }

    void LeaveUnlessOver(Func<bool> isOver)
    {
        Thread.Sleep(s_patience);
        if (isOver())
        {
            return;
        }

        UnfinishedFiles.Delete();
        try
        {
            Console.Error.WriteLine($"traillake: {Text}; the engine did not come back, so the process ends");
        }
        finally
        {
            ProcessEnd.AtOnce((int)ExitCode);
        }
    }

    void OnSignal(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGINT && _diverted is { } interrupted)
        {
            context.Cancel = true;
            interrupted();
            return;
        }

        context.Cancel = Interlocked.Increment(ref _signals) == 1;
        if (!context.Cancel)
        {
            return;
        }

        ExitCode = context.Signal == PosixSignal.SIGTERM ? ExitCode.Terminated : ExitCode.Interrupted;
        if (_isGraceful)
        {
            _graceful.Cancel();
            _said?.Invoke();
        }
        else
        {
            Cancel();
        }
    }

    void Cancel()
    {
        if (_onlyReads)
        {
            LeaveUnless(() => _isOver);
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has ended.
        }
    }
}
