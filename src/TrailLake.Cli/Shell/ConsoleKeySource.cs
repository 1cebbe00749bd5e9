namespace TrailLake.Cli.Shell;

/// <summary>Keys of the process's terminal.</summary>
sealed class ConsoleKeySource(CancellationToken cancellation) : IKeySource
{
    public bool IsMoreWaiting => Console.KeyAvailable;

    public bool IsInterruptKey
    {
        set => Console.TreatControlCAsInput = value;
    }

    public ConsoleKeyInfo Read()
    {
        // A read of the console cannot be cancelled: when SIGTERM comes, the process ends around it.
        var key = Task.Run(static () => Console.ReadKey(intercept: true), CancellationToken.None);
        key.Wait(cancellation);
        return key.Result;
    }
}
